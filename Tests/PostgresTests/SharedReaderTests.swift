import Postgres
import Testing

@Suite("Shared readers", .timeLimit(.minutes(5)))
struct SharedReaderTests {
    @Test("many callers each get their own answer or their own error")
    func isolation() async throws {
        try await withPool(1, sharedReaders: 2) { pool in
            try await withThrowingTaskGroup { group in
                for number in 0..<500 {
                    group.addTask {
                        if number.isMultiple(of: 10) {
                            let error = await postgresError {
                                _ = try await pool.shared.query("select 1 / \(number - number)")
                            }
                            #expect(error?.sqlState == "22012")
                        } else {
                            try await expect("select \(number)", on: pool.shared, gives: number)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("a cancelled caller leaves at once and its neighbours notice nothing")
    func cancelled() async throws {
        try await withPool(1, sharedReaders: 1) { pool in
            let slow = Task { try await pool.shared.query("select pg_sleep(0.3)") }
            let neighbour = Task { try await pool.shared.first("select 7", as: Int.self) }
            slow.cancel()
            let error = await postgresError { _ = try await slow.value }
            #expect(error?.kind == .cancelled)
            let seven = try await neighbour.value
            #expect(seven == 7)
        }
    }

    @Test("a statement over its time is stopped; those behind it still get their answers")
    func deadline() async throws {
        try await withPool(1, sharedReaders: 1, { $0.statementTimeout = .milliseconds(300) }) { pool in
            _ = try await pool.shared.query("select 1")
            async let slow = postgresError { _ = try await pool.shared.query("select pg_sleep(30)") }
            try await withThrowingTaskGroup { group in
                for number in 0..<50 {
                    group.addTask { try await pool.shared.first("select \(number)", as: Int.self) }
                }
                for try await number in group { #expect(number != nil) }
            }
            #expect(await slow?.kind == .timeout)
        }
    }

    @Test("a broken shared connection is opened again")
    func broken() async throws {
        try await withPool(1, sharedReaders: 1) { pool in
            let error = await postgresError {
                _ = try await pool.shared.query("select pg_terminate_backend(pg_backend_pid())")
            }
            #expect(error?.kind == .connectionLost)
            try await expect("select 1", on: pool.shared, gives: 1)
        }
    }

    @Test("without shared readers statements go to lent connections")
    func none() async throws {
        try await withPool(1) { pool in
            try await expect("select 1", on: pool.shared, gives: 1)
        }
    }
}
