import Foundation
import NIOConcurrencyHelpers
import Postgres
import Testing

@Suite("A server that is somebody else's", .timeLimit(.minutes(5)))
struct HostileServerTests {
    /// What leaves a server before it hears that nobody listens: the limit, and what the system's buffers hold.
    private let most = (8 << 20) + (8 << 20)

    /// The first client gets `answer`, all others are served well.
    private func attack(
        timeout: Duration = .seconds(20), kind: PostgresError.Kind,
        _ answer: @escaping @Sendable (HostileClient) -> Void
    ) async throws -> (sent: Int, took: Duration) {
        let victim = NIOLockedValueBox<HostileClient?>(nil)
        let server = try HostileServer { client, number in
            guard number == 0 else { return client.behave() }
            victim.withLockedValue { $0 = client }
            if client.beginAnswer() { answer(client) }
        }
        let start = ContinuousClock.now
        var took = Duration.zero
        try await server.withPool({ $0.statementTimeout = timeout }) { pool in
            let error = await postgresError { _ = try await pool.query("select c from t") }
            took = start.duration(to: .now)
            #expect(error?.kind == kind)
            let next = try await pool.first("select c from t", as: String.self)
            #expect(next == "fine")
        }
        return (victim.withLockedValue { $0?.sent ?? 0 }, took)
    }

    @Test("that sends rows without end is cut at the limit")
    func endlessRows() async throws {
        let rows = Array(repeating: HostileClient.row("x"), count: 1_000).flatMap { $0 }
        let attack = try await attack(kind: .resultTooLarge) { client in
            while client.send(rows) {}
        }
        #expect(attack.sent < most)
        #expect(attack.took < .seconds(15))
    }

    @Test("that announces a gigabyte and begins to send it is cut at the limit")
    func oversizedMessage() async throws {
        let megabyte = [UInt8](repeating: 120, count: 1 << 20)
        let attack = try await attack(kind: .resultTooLarge) { client in
            guard client.send(HostileClient.header("D", length: 1 << 30)) else { return }
            while client.send(megabyte) {}
        }
        #expect(attack.sent < most)
        #expect(attack.took < .seconds(15))
    }

    @Test("that talks without answering is cut at the limit")
    func endlessNotices() async throws {
        let notice = HostileClient.message("N", Array("SNOTICE".utf8) + [0] + Array("Mhello".utf8) + [0, 0])
        let notices = Array(repeating: notice, count: 1_000).flatMap { $0 }
        let attack = try await attack(kind: .resultTooLarge) { client in
            while client.send(notices) {}
        }
        #expect(attack.sent < most)
    }

    @Test("that hangs up in the middle of a row has lost the connection, at once")
    func midRow() async throws {
        let attack = try await attack(kind: .connectionLost) { client in
            _ = client.send(Array(HostileClient.row("a long row").dropLast(4)))
            client.hangUp()
        }
        #expect(attack.took < .seconds(10))
    }

    @Test("that falls silent in the middle of a row is cut when the statement's time is up")
    func silent() async throws {
        let attack = try await attack(timeout: .milliseconds(300), kind: .timeout) { client in
            _ = client.send(Array(HostileClient.row("a long row").dropLast(4)))
        }
        #expect(.milliseconds(300)...(.seconds(15)) ~= attack.took)
    }

    @Test("that drips rows for ever is cut when the statement's time is up")
    func dripping() async throws {
        let attack = try await attack(timeout: .milliseconds(300), kind: .timeout) { client in
            while client.send(HostileClient.row("x")) { usleep(10_000) }
        }
        #expect(attack.took < .seconds(15))
    }

    @Test("that sends nonsense instead of an answer has lost the connection")
    func nonsense() async throws {
        _ = try await attack(kind: .connectionLost) { client in
            _ = client.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8))
        }
    }

    @Test("that never finishes its greeting is given up, having sent no more than the limit")
    func endlessGreeting() async throws {
        let victim = NIOLockedValueBox<HostileClient?>(nil)
        let settings = (0..<1_000).flatMap { HostileClient.message("S", Array("name\($0)".utf8) + [0, 120, 0]) }
        let server = try HostileServer(greeting: HostileClient.message("R", [0, 0, 0, 0])) { client, _ in
            victim.withLockedValue { $0 = client }
            while client.send(settings) {}
        }
        try await server.withPool { pool in
            let error = await postgresError { _ = try await pool.query("select 1") }
            #expect(error?.kind == .connectionFailed)
        }
        #expect(victim.withLockedValue { $0?.sent ?? 0 } < most)
    }

    @Test("that takes requests to cancel and never answers them holds up nobody else's")
    func deafToCancel() async throws {
        let server = try HostileServer { client, _ in _ = client.beginAnswer() }
        try await withThrowingTaskGroup { group in
            for _ in 0..<12 {
                group.addTask {
                    var endpoint = server.endpoint
                    endpoint.statementTimeout = .milliseconds(100)
                    let connection = try await PostgresConnection.connect(to: endpoint, logger: quiet)
                    let error = await postgresError { _ = try await connection.query("select 1") }
                    #expect(error?.kind == .timeout)
                }
            }
            try await group.waitForAll()
        }
        try await withConnection({ $0.statementTimeout = .milliseconds(100) }) { connection in
            let error = await postgresError { _ = try await connection.query("select pg_sleep(30)") }
            #expect(error?.kind == .timeout)
            try await expect("select 1", on: connection, gives: 1)  // it was cancelled, not dropped
        }
        server.close()
    }
}
