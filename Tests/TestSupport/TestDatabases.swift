import LocalServers
import Postgres

/// Makes and drops the databases of the tests on the shared PostgreSQL.
actor TestDatabases {
    static let shared = TestDatabases()

    private var templates: [String: Task<String, any Error>] = [:]
    private var made = 0

    /// Copies a template, which is built first if it has not been.
    func make(from template: DatabaseTemplate) async throws -> PostgresEndpoint {
        let source = try await built(template)
        made += 1
        let name = "test_\(made)"
        try await administer("create database \(identifier: name) template \(identifier: source)")
        return try await endpoint(of: name)
    }

    /// Drops a database, whoever is still connected to it.
    func drop(_ endpoint: PostgresEndpoint) async throws {
        try await administer("drop database if exists \(identifier: endpoint.database) with (force)")
    }

    private func built(_ template: DatabaseTemplate) async throws -> String {
        if let building = templates[template.name] { return try await building.value }
        // Its own task: all tests wait for it, so the cancellation of the one that came first must not end it.
        let building = Task { try await build(template) }
        templates[template.name] = building
        return try await building.value
    }

    /// Nobody may be connected to a template while it is copied, so it is closed for good once it is built.
    private func build(_ template: DatabaseTemplate) async throws -> String {
        let name = "template_\(template.name)"
        try await administer("create database \(identifier: name)")
        try await template.build(try await endpoint(of: name))
        try await administer("alter database \(identifier: name) allow_connections false")
        try await administer("select pg_terminate_backend(pid) from pg_stat_activity where datname = \(name)")
        return name
    }

    private func endpoint(of database: String) async throws -> PostgresEndpoint {
        try PostgresEndpoint(parsing: try await TestServers.shared.postgres().url(database: database))
    }

    private func administer(_ statement: SQL) async throws {
        let connection = try await PostgresConnection.connect(
            to: try await endpoint(of: "postgres"), logger: TestServers.logger)
        defer { connection.close() }
        try await connection.execute(statement)
    }
}
