package import Postgres

/// Makes a database of its own for a test on the shared PostgreSQL; it goes with the server. ``withDatabase(_:_:)``
/// drops it earlier.
package func makeDatabase(_ template: DatabaseTemplate = .empty) async throws -> PostgresEndpoint {
    try await TestDatabases.shared.make(from: template)
}

/// Lends a test a database of its own on the shared PostgreSQL and drops it afterwards, whoever is still connected.
package func withDatabase<Value>(
    _ template: DatabaseTemplate = .empty, _ body: (PostgresEndpoint) async throws -> Value
) async throws -> Value {
    let endpoint = try await makeDatabase(template)
    do {
        let value = try await body(endpoint)
        try await TestDatabases.shared.drop(endpoint)
        return value
    } catch {
        try? await TestDatabases.shared.drop(endpoint)
        throw error
    }
}
