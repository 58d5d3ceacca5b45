import Postgres

/// The SQL on the operator's cluster. Roles and databases take no parameters, so names and passwords are quoted.
enum ManagedClusterQueries {
    static func find(
        _ name: String, on cluster: PostgresConnection
    ) async throws(PostgresError) -> (role: Bool, database: Bool) {
        try await cluster.first(
            """
            select exists (select from pg_roles where rolname = \(name)::text),
                   exists (select from pg_database where datname = \(name)::text)
            """, as: (Bool, Bool).self) ?? (false, false)
    }

    static func saveRole(
        _ name: String, password: String, exists: Bool, on cluster: PostgresConnection
    ) async throws(PostgresError) {
        if exists {
            try await cluster.execute("alter role \(identifier: name) login password \(literal: password)")
        } else {
            try await cluster.execute(
                "create role \(identifier: name) login connection limit 30 password \(literal: password)")
        }
    }

    static func createDatabase(
        _ name: String, owner: String, on cluster: PostgresConnection
    ) async throws(PostgresError) {
        try await cluster.execute("grant \(identifier: owner) to current_user")
        try await cluster.execute("create database \(identifier: name) owner \(identifier: owner)")
    }

    static func closeToOthers(_ name: String, on cluster: PostgresConnection) async throws(PostgresError) {
        try await cluster.execute("revoke connect, temporary on database \(identifier: name) from public")
    }
}
