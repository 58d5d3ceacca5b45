import Foundation
import Logging
import Postgres
import Testing

let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

/// A connection for one test, closed after it.
func withConnection<Value>(
    _ change: (inout PostgresEndpoint) -> Void = { _ in },
    _ body: (PostgresConnection) async throws -> Value
) async throws -> Value {
    var endpoint = try await testEndpoint()
    change(&endpoint)
    let connection = try await PostgresConnection.connect(to: endpoint, logger: quiet)
    defer { connection.close() }
    return try await body(connection)
}

/// A pool for one test, closed after it.
func withPool<Value>(
    _ maximum: Int = 4, sharedReaders: Int = 0, acquireTimeout: Duration = .seconds(10),
    _ change: (inout PostgresEndpoint) -> Void = { _ in },
    _ body: (PostgresPool) async throws -> Value
) async throws -> Value {
    var endpoint = try await testEndpoint()
    change(&endpoint)
    let configuration = PostgresPoolConfiguration(
        maximumConnections: maximum, acquireTimeout: acquireTimeout, sharedReaders: sharedReaders, name: "test")
    let pool = PostgresPool(endpoint: endpoint, configuration: configuration, logger: quiet)
    do {
        let value = try await body(pool)
        await pool.close()
        return value
    } catch {
        await pool.close()
        throw error
    }
}

/// A table of its own for one test, dropped after it. Columns are given as in `CREATE TABLE`.
func withTable<Value>(
    _ columns: String, on session: some PostgresSession, _ body: (SQL) async throws -> Value
) async throws -> Value {
    let name: SQL = "\(identifier: "t_" + UUID().uuidString.lowercased())"
    try await session.execute("create table \(fragment: name) (\(raw: columns))")
    do {
        let value = try await body(name)
        try await session.execute("drop table \(fragment: name)")
        return value
    } catch {
        try await session.execute("drop table \(fragment: name)")
        throw error
    }
}

/// The error `body` throws, as one of ours.
func postgresError(_ body: () async throws -> Void) async -> PostgresError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? PostgresError
    }
}

extension PostgresEndpoint {
    static let unused = PostgresEndpoint(host: "127.0.0.1", port: 1, user: "nobody", database: "none", tls: .disable)
}

/// Runs a statement of one column and one row, and compares.
func expect<Value: PostgresDecodable & Equatable>(
    _ sql: SQL, on session: some PostgresSession, gives value: Value,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let found = try await session.first(sql, as: Value.self)
    #expect(found == value, sourceLocation: sourceLocation)
}
