import Postgres
import Testing

@Suite("Transactions")
struct TransactionTests {
    struct Refusal: Error {}

    @Test("what the body did is committed when it returns and gone when it throws")
    func commitAndRollback() async throws {
        try await withPool { pool in
            try await withTable("n int", on: pool) { table in
                try await pool.transaction { transaction in
                    _ = try await transaction.execute("insert into \(fragment: table) values (1)")
                }
                await #expect(throws: Refusal.self) {
                    try await pool.transaction { transaction in
                        try await transaction.execute("insert into \(fragment: table) values (2)")
                        throw Refusal()
                    }
                }
                #expect(try await pool.all("select n from \(fragment: table)", as: Int.self) == [1])
            }
        }
    }

    @Test("a body that hides a failed statement does not seem to commit")
    func hiddenFailure() async throws {
        try await withPool { pool in
            let error = await postgresError {
                try await pool.transaction { _ = try? await $0.query("select 1 / 0") }
            }
            #expect(error?.sqlState == "25P02")
            try await expect("select 1", on: pool, gives: 1)
        }
    }

    @Test("a transaction kept beyond its end refuses statements")
    func escaped() async throws {
        try await withPool { pool in
            let escaped = try await pool.transaction { $0 }
            let error = await postgresError { _ = try await escaped.query("select 1") }
            #expect(error?.kind == .misuse)
        }
    }

    @Test("serializable transactions that race are repeated until each has counted", .timeLimit(.minutes(5)))
    func serialization() async throws {
        try await withPool(4) { pool in
            try await withTable("n int", on: pool) { table in
                try await pool.execute("insert into \(fragment: table) values (0)")
                let outcomes = await withTaskGroup { group in
                    for _ in 1...8 {
                        group.addTask { () -> Result<Void, any Error> in
                            do {
                                try await pool.transaction(.serializable) { transaction in
                                    let n = try await transaction.first(
                                        "select n from \(fragment: table)", as: Int.self)
                                    _ = try await transaction.query("select pg_sleep(0.01)")
                                    try await transaction.execute("update \(fragment: table) set n = \((n ?? 0) + 1)")
                                }
                                return .success(())
                            } catch {
                                return .failure(error)
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                let counted = outcomes.count { if case .success = $0 { true } else { false } }
                try await expect("select n from \(fragment: table)", on: pool, gives: counted)
                #expect(counted >= 4)
                for case .failure(let error) in outcomes {
                    #expect((error as? PostgresError)?.isSerializationFailure == true)
                }
            }
        }
    }

    @Test("a transaction that lost once runs again, from its start")
    func repeatsOnce() async throws {
        try await withPool(2) { pool in
            try await withTable("n int", on: pool) { table in
                try await pool.execute("insert into \(fragment: table) values (0)")
                var attempts = 0
                try await pool.transaction(.repeatableRead) { transaction in
                    attempts += 1
                    _ = try await transaction.query("select n from \(fragment: table)")
                    if attempts == 1 { try await pool.execute("update \(fragment: table) set n = n + 10") }
                    try await transaction.execute("update \(fragment: table) set n = n + 1")
                }
                #expect(attempts == 2)
                try await expect("select n from \(fragment: table)", on: pool, gives: 11)
            }
        }
    }

    @Test("a task cancelled within a transaction leaves nothing behind")
    func cancelled() async throws {
        try await withPool(1) { pool in
            try await withTable("n int", on: pool) { table in
                let (started, signal) = AsyncStream<Void>.makeStream()
                let task = Task {
                    try await pool.transaction { transaction in
                        try await transaction.execute("insert into \(fragment: table) values (1)")
                        signal.finish()
                        _ = try await transaction.query("select pg_sleep(30)")
                    }
                }
                for await _ in started {}
                task.cancel()
                let error = await postgresError { try await task.value }
                #expect(error?.kind == .cancelled)
                try await expect("select count(*) from \(fragment: table)", on: pool, gives: 0)
            }
        }
    }

    @Test("a connection that breaks at COMMIT says that the outcome is unknown")
    func ambiguousCommit() async throws {
        try await withPool { pool in
            let error = await postgresError {
                try await pool.transaction { transaction in
                    // Runs at COMMIT, on the server: the backend ends itself in the midst of it.
                    try await transaction.script(
                        """
                        create temporary table doomed (n int);
                        create function pg_temp.die() returns trigger language plpgsql as
                            $$ begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(5); return null; end $$;
                        create constraint trigger dies after insert on doomed deferrable initially deferred
                            for each row execute function pg_temp.die();
                        insert into doomed values (1);
                        """)
                }
            }
            #expect(error?.kind == .connectionLost && error?.sqlState == "57P01")
            #expect(error?.isCommitAmbiguous == true)
        }
    }
}
