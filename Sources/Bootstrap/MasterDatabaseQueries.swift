import Postgres
import Tenancy

/// The SQL that makes a master database on a server of our own.
enum MasterDatabaseQueries {
    static func exists(_ name: String, on server: PostgresConnection) async throws(PostgresError) -> Bool {
        try await server.first(
            "select exists (select from pg_database where datname = \(name)::text)", as: Bool.self) ?? false
    }

    static func ping(_ master: Session<Master>) async throws(PostgresError) {
        try await master.execute("select 1")
    }

    static func create(_ name: String, on server: PostgresConnection) async throws(PostgresError) {
        try await server.execute("create database \(identifier: name)")
    }
}
