extension LocalRedis {
    /// How the server is run. None of it is stored with the data.
    package struct Options: Sendable {
        /// Safe keeps an append-only file, flushed every second; fast keeps nothing.
        package var durability = ServerDurability.safe
        /// How many numbered databases there are.
        package var databases = 16
        /// How long the server may take until it accepts connections, reading its data included.
        package var startTimeout = Duration.seconds(30)
        /// Further lines for `redis.conf`, each a directive with its arguments; they win over ours.
        package var directives: [String] = []

        /// The options with their defaults.
        package init(durability: ServerDurability = .safe) {
            self.durability = durability
        }
    }
}
