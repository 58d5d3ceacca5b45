extension LocalPostgres {
    /// How the server is run. None of it is stored with the data.
    package struct Options: Sendable {
        /// What outlives a crash.
        package var durability = ServerDurability.safe
        /// Clients at the same time, three of them for superusers (`max_connections`).
        package var maximumConnections = 200
        /// How long the server may take until it accepts connections, recovery after a crash included.
        package var startTimeout = Duration.seconds(60)
        /// Further settings, by their names in `postgresql.conf`; they win over ours.
        package var settings: [String: String] = [:]

        /// The options with their defaults.
        package init(durability: ServerDurability = .safe) {
            self.durability = durability
        }
    }
}
