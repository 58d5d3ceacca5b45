import Foundation
package import LocalServers

/// Lends a test a PostgreSQL of its own, to be killed or restarted as it likes. Takes about a second to make.
package func withPostgres<Value>(
    _ options: LocalPostgres.Options = .init(durability: .fast), _ body: (LocalPostgres) async throws -> Value
) async throws -> Value {
    let directory = "\(TestServers.shared.directory)/postgres-\(UUID().uuidString.prefix(8))"
    let server = try await LocalPostgres.start(in: directory, options: options, logger: TestServers.logger)
    do {
        let value = try await body(server)
        await server.stop()
        return value
    } catch {
        await server.stop()
        throw error
    }
}
