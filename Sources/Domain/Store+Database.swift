extension Store {
    /// What may be said about a store's database: never a user, a password or a connection string.
    package struct Database: Hashable, Sendable, Codable {
        /// How the platform came by the database.
        package enum Kind: String, Sendable, CaseIterable, Codable {
            /// Any PostgreSQL, by a connection string.
            case postgres
            /// A Supabase project, by OAuth.
            case supabase
            /// One on the operator's own cluster.
            case managed
        }

        /// Whether the database can be used.
        package enum Status: String, Sendable, CaseIterable, Codable {
            /// Credentials are there; nothing has been proven yet.
            case pending
            /// It was set up and is in use.
            case connected
            /// Setting it up, or reaching it, failed for a reason that does not pass by itself.
            case failed
        }

        /// How the platform came by it.
        package var kind: Kind
        /// Its host, as the customer gave it.
        package var host: String
        /// Its name on that host.
        package var name: String
        /// Whether it can be used.
        package var status: Status

        /// A database as its row holds it.
        package init(kind: Kind, host: String, name: String, status: Status) {
            self.kind = kind
            self.host = host
            self.name = name
            self.status = status
        }
    }
}
