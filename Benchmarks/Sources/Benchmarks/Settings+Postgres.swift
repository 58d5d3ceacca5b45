import Logging
import Postgres

extension Settings {
    /// The superuser that `Benchmarks/run` made.
    static let superuser = "bench"

    /// A database by the Unix socket, as superuser.
    func endpoint(database: String = "postgres") -> PostgresEndpoint {
        PostgresEndpoint(host: postgresSocket, port: postgresPort, user: Self.superuser, database: database)
    }

    /// Lends a connection of the superuser.
    func withConnection<Value>(
        to database: String = "postgres", _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await PostgresConnection.connect(to: endpoint(database: database), logger: .silent)
        defer { connection.close() }
        return try await body(connection)
    }
}

extension Logger {
    /// Says nothing.
    static let silent = Logger(label: "benchmarks") { _ in SwiftLogNoOpLogHandler() }
}
