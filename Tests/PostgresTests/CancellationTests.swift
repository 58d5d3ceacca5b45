import Foundation
import Postgres
import Testing

@Suite("Cancellation and deadlines", .timeLimit(.minutes(5)))
struct CancellationTests {
    /// Runs `body` and cancels it once the server is at work on it.
    private func cancelRunning(
        _ connection: PostgresConnection, _ body: @escaping @Sendable () async throws -> Void
    ) async throws -> (PostgresError?, Duration) {
        let task = Task { try await body() }
        try await withConnection { observer in
            while try await observer.first(
                "select count(*) from pg_stat_activity where pid = \(connection.processID) and state = 'active'",
                as: Int.self) == 0
            { await Task.yield() }
        }
        let start = ContinuousClock.now
        task.cancel()
        let error = await postgresError { try await task.value }
        return (error, ContinuousClock.now - start)
    }

    @Test("a cancelled statement stops on the server, and the connection goes on")
    func statement() async throws {
        try await withConnection { connection in
            let (error, took) = try await cancelRunning(connection) {
                _ = try await connection.query("select pg_sleep(30)")
            }
            #expect(error?.kind == .cancelled)
            #expect(took < .seconds(20))
            for _ in 1...20 { try await expect("select 1", on: connection, gives: 1) }
            #expect(connection.isReusable)
        }
    }

    @Test("a cancelled script and a cancelled pipeline stop as well")
    func others() async throws {
        try await withConnection { connection in
            let (script, _) = try await cancelRunning(connection) {
                try await connection.script("begin; select pg_sleep(30); select 1")
            }
            #expect(script?.kind == .cancelled)
            #expect(connection.isReusable)
            let (pipeline, _) = try await cancelRunning(connection) {
                let results = try await connection.pipeline(["select pg_sleep(30)"])
                _ = try results[0].get()
            }
            #expect(pipeline?.kind == .cancelled)
            try await expect("select 1", on: connection, gives: 1)
        }
    }

    @Test("a cancel that overtakes its statement is repeated until the statement has stopped", arguments: 1...20)
    func overtaking(attempt: Int) async throws {
        try await withConnection { connection in
            let start = ContinuousClock.now
            let task = Task { try await connection.pipeline(["select pg_sleep(30)", "select pg_sleep(30)"]) }
            for _ in 0..<attempt { await Task.yield() }
            task.cancel()
            _ = try? await task.value
            #expect(ContinuousClock.now - start < .seconds(20))  // neither sleep was slept through
            try await expect("select 1", on: connection, gives: 1)
        }
    }

    @Test("a task cancelled before it starts sends nothing")
    func beforeStart() async throws {
        try await withConnection { connection in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                _ = try await connection.query("select pg_sleep(30)")
            }
            let error = await postgresError { try await task.value }
            #expect(error?.kind == .cancelled)
            #expect(connection.isReusable)
        }
    }

    @Test("a statement waiting behind another leaves when its task is cancelled")
    func waiting() async throws {
        try await withConnection { connection in
            async let slow = connection.query("select pg_sleep(0.5)")
            let waiting = Task { try await connection.query("select pg_sleep(30)") }
            waiting.cancel()
            let error = await postgresError { _ = try await waiting.value }
            #expect(error?.kind == .cancelled)
            _ = try await slow
            try await expect("select 1", on: connection, gives: 1)
        }
    }

    @Test("cancels that race with the answers never hang and never hit another statement")
    func races() async throws {
        try await withPool(3) { pool in
            await withTaskGroup { group in
                for number in 0..<120 {
                    group.addTask {
                        let task = Task {
                            try await pool.first("select pg_sleep(0.002), \(number)::int", as: (String?, Int).self)
                        }
                        if number.isMultiple(of: 2) { task.cancel() }
                        if number.isMultiple(of: 3) {
                            try? await Task.sleep(for: .microseconds(number * 40))
                            task.cancel()
                            _ = try? await task.value
                        } else if !number.isMultiple(of: 2) {
                            let error = await postgresError { _ = try await task.value }
                            // pg_sleep returns void, which is no String: what matters is that nobody cancelled it.
                            #expect(error?.kind == .decoding)
                        }
                    }
                }
            }
            try await expect("select 1", on: pool, gives: 1)
        }
    }

    @Test("a statement over its time is cancelled, and the connection goes on")
    func deadline() async throws {
        try await withConnection({ $0.statementTimeout = .milliseconds(200) }) { connection in
            let start = ContinuousClock.now
            let error = await postgresError { _ = try await connection.query("select pg_sleep(30)") }
            #expect(error?.kind == .timeout)
            #expect(ContinuousClock.now - start < .seconds(20))
            try await expect("select 1", on: connection, gives: 1)
        }
    }

    @Test("closing a connection ends what runs and what waits on it, and nobody hangs")
    func closing() async throws {
        try await withConnection { connection in
            let (connected, signal) = AsyncStream<Void>.makeStream()
            let running = Task {
                try await connection.script(
                    "do $$ begin raise notice 'running'; perform pg_sleep(30); end $$",
                    onNotice: { _ in signal.finish() })
            }
            for await _ in connected {}
            async let waiting = postgresError { _ = try await connection.query("select 1") }
            connection.close()
            connection.close()
            let error = await postgresError { try await running.value }
            #expect(error?.kind == .connectionLost)
            #expect(await waiting?.kind == .connectionLost)
            #expect(!connection.isReusable)
        }
    }

    @Test("a server that does not answer a cancel loses its connection two seconds later")
    func deafServer() async throws {
        try await withConnection { killer in
            try await withConnection({ $0.statementTimeout = .milliseconds(1_500) }) { connection in
                let start = ContinuousClock.now
                let error = await postgresError {
                    // The backend is stopped by signal and cannot hear of anything.
                    async let stopped: Void = suspend(connection.processID)
                    do { _ = try await connection.query("select pg_sleep(30)") } catch {
                        try await stopped
                        throw error
                    }
                }
                kill(connection.processID, SIGCONT)
                #expect(error?.kind == .timeout)
                #expect(.seconds(2)...(.seconds(20)) ~= ContinuousClock.now - start)
                let next = await postgresError { _ = try await connection.query("select 1") }
                #expect(next?.kind == .connectionLost)
            }
            try await expect("select 1", on: killer, gives: 1)
        }
    }

    private func suspend(_ process: Int32) async throws {
        kill(process, SIGSTOP)
    }
}
