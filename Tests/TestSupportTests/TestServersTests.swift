import Foundation
import LocalServers
import Testing
import TestSupport

@Suite("The servers of a test process", .timeLimit(.minutes(5)))
struct TestServersTests {
    @Test("are started once, whoever asks and however many at a time")
    func singleFlight() async throws {
        let servers = try await withThrowingTaskGroup { group in
            for _ in 1...8 { group.addTask { try await TestServers.shared.postgres() } }
            return try await group.reduce(into: Set()) { $0.insert(ObjectIdentifier($1)) }
        }
        #expect(servers.count == 1)
    }

    @Test("do not stop for the test that asked first and was cancelled")
    func cancellation() async throws {
        let first = Task { try await TestServers.shared.redis() }
        first.cancel()
        _ = try? await first.value
        let redis = try await TestServers.shared.redis()
        #expect(redis.processID.map(ProcessTable.isAlive) == true)
    }
}
