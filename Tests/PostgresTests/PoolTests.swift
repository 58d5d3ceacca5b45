import NIOConcurrencyHelpers
import Postgres
import ServiceLifecycle
import Testing

@Suite("The pool", .timeLimit(.minutes(5)))
struct PoolTests {
    @Test("never lends more than its bound, and all callers are served")
    func bound() async throws {
        try await withPool(4) { pool in
            let lent = NIOLockedValueBox((now: 0, most: 0))
            try await withThrowingTaskGroup { group in
                for number in 0..<200 {
                    group.addTask {
                        try await pool.withConnection { connection in
                            lent.withLockedValue { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                            try await expect("select \(number)", on: connection, gives: number)
                            lent.withLockedValue { $0.now -= 1 }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(lent.withLockedValue { $0.most } <= 4)
            let open = try await pool.first(
                "select count(*) from pg_stat_activity where application_name = current_setting('application_name')",
                as: Int.self)
            #expect((open ?? 0) >= 1)
        }
    }

    @Test("hundreds of half-cancelled waiters leave a pool that still works", arguments: 1...3)
    func halfCancelled(round: Int) async throws {
        try await withPool(4) { pool in
            let served = await withTaskGroup { group in
                for number in 0..<300 {
                    group.addTask {
                        let task = Task {
                            try await pool.first(
                                "select \(number)::int, pg_sleep(0.001)::text", as: (Int, String).self)?.0
                        }
                        if number.isMultiple(of: 2) {
                            for _ in 0..<(number % 7) { await Task.yield() }
                            task.cancel()
                        }
                        let result = try? await task.value
                        if !number.isMultiple(of: 2) { #expect(result == number) }
                        return result == number
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(served >= 150)
            for _ in 1...8 { try await expect("select 1", on: pool, gives: 1) }
        }
    }

    @Test("a caller who finds no connection in time is told so")
    func exhausted() async throws {
        try await withPool(1, acquireTimeout: .milliseconds(100)) { pool in
            try await pool.withConnection { _ in
                for _ in 1...2 {
                    let error = await postgresError { _ = try await pool.query("select 1") }
                    #expect(error?.kind == .poolExhausted)
                }
            }
            try await expect("select 1", on: pool, gives: 1)
        }
    }

    @Test("a server process that is killed costs one statement, not the pool")
    func killedBackend() async throws {
        try await withPool(1) { pool in
            let error = await postgresError {
                _ = try await pool.query("select pg_terminate_backend(pg_backend_pid())")
            }
            #expect(error?.kind == .connectionLost && error?.sqlState == "57P01")
            try await expect("select 1", on: pool, gives: 1)
        }
    }

    @Test("an idle connection the server closed is replaced without anybody noticing")
    func killedIdle() async throws {
        try await withPool(1) { pool in
            for _ in 1...20 {
                let pid = try await pool.first("select pg_backend_pid()", as: Int32.self)
                try await withConnection { killer in
                    _ = try await killer.query("select pg_terminate_backend(\(pid ?? 0))")
                    while try await killer.first(
                        "select count(*) from pg_stat_activity where pid = \(pid ?? 0)", as: Int.self) != 0
                    { await Task.yield() }
                }
                try await pool.transaction { transaction in
                    try await expect("select 1", on: transaction, gives: 1)
                }
            }
        }
    }

    @Test("a borrower that leaves a transaction open does not hand it to the next")
    func leftOpen() async throws {
        try await withPool(1) { pool in
            try await pool.withConnection { _ = try await $0.query("begin") }
            let isOpen = try await pool.withConnection { connection in
                #expect(connection.isReusable)
                let first = try await connection.first("select txid_current()", as: Int64.self)
                let second = try await connection.first("select txid_current()", as: Int64.self)
                return first == second
            }
            #expect(!isOpen)
        }
    }

    @Test("a pool that cannot connect fails every caller and recovers")
    func unreachable() async throws {
        let pool = PostgresPool(
            endpoint: .unused, configuration: .init(maximumConnections: 2), logger: quiet)
        await withTaskGroup { group in
            for _ in 1...20 {
                group.addTask { await postgresError { _ = try await pool.query("select 1") } }
            }
            for await error in group { #expect(error?.kind == .connectionFailed) }
        }
        await pool.close()
    }

    @Test("closing waits for what is lent, refuses the rest, and is final")
    func closing() async throws {
        try await withPool(1) { pool in
            let (entered, enter) = AsyncStream<Void>.makeStream()
            let (released, release) = AsyncStream<Void>.makeStream()
            let isBack = NIOLockedValueBox(false)
            let holder = Task {
                try await pool.withConnection { connection in
                    enter.finish()
                    for await _ in released {}
                    try await expect("select 1", on: connection, gives: 1)
                    isBack.withLockedValue { $0 = true }
                }
            }
            for await _ in entered {}
            let waiter = Task { try await pool.query("select 1") }
            let closer = Task { await pool.close() }
            let refused = await postgresError { _ = try await waiter.value }
            #expect(refused?.kind == .poolClosed)
            release.finish()
            await closer.value
            #expect(isBack.withLockedValue { $0 })
            try await holder.value
            let late = await postgresError { _ = try await pool.query("select 1") }
            #expect(late?.kind == .poolClosed)
        }
    }

    @Test("as a service it runs until shutdown and closes itself")
    func service() async throws {
        let pool = PostgresPool(endpoint: try await testEndpoint(), configuration: .init(), logger: quiet)
        let group = ServiceGroup(services: [pool], logger: quiet)
        async let running: Void = group.run()
        try await expect("select 1", on: pool, gives: 1)
        await group.triggerGracefulShutdown()
        try await running
        let late = await postgresError { _ = try await pool.query("select 1") }
        #expect(late?.kind == .poolClosed)
    }

    @Test("behind a transaction pooler nothing is kept prepared")
    func pooled() async throws {
        try await withPool(1, { $0.isTransactionPooled = true }) { pool in
            for number in 1...3 { try await expect("select \(number)", on: pool, gives: number) }
            try await expect("select count(*) from pg_prepared_statements", on: pool, gives: 0)
        }
    }
}
