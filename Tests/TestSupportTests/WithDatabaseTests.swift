import Logging
import NIOConcurrencyHelpers
import Postgres
import TestSupport
import Testing

@Suite("A test's own database", .timeLimit(.minutes(5)))
struct WithDatabaseTests {
    @Test("is a copy of a template that is built once, and nobody sees another's")
    func copies() async throws {
        let builds = NIOLockedValueBox(0)
        let template = DatabaseTemplate("copies") { endpoint in
            builds.withLockedValue { $0 += 1 }
            let connection = try await PostgresConnection.connect(to: endpoint, logger: quiet)
            try await connection.execute("create table t as select 1 as n")
            connection.close()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...4 {
                group.addTask {
                    try await withDatabase(template) { endpoint in
                        let connection = try await PostgresConnection.connect(to: endpoint, logger: quiet)
                        try await connection.execute("insert into t values (2)")
                        let count = try await connection.query("select n from t").count
                        #expect(count == 2)
                        connection.close()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(builds.withLockedValue { $0 } == 1)
    }

    @Test("is gone afterwards, whoever is still connected, and also when the test fails")
    func drop() async throws {
        struct Failed: Error {}
        let lent = NIOLockedValueBox<PostgresEndpoint?>(nil)
        await #expect(throws: Failed.self) {
            try await withDatabase { endpoint in
                lent.withLockedValue { $0 = endpoint }
                _ = try await PostgresConnection.connect(to: endpoint, logger: quiet)
                throw Failed()
            }
        }
        let endpoint = try #require(lent.withLockedValue { $0 })
        let error = await #expect(throws: PostgresError.self) {
            _ = try await PostgresConnection.connect(to: endpoint, logger: quiet)
        }
        #expect(error?.sqlState == "3D000")  // invalid_catalog_name
    }
}

private let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
