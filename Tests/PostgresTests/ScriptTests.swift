import Foundation
import NIOConcurrencyHelpers
import Postgres
import Testing

@Suite("Scripts, pipelines and copies")
struct ScriptTests {
    @Test("a script of many statements runs in one go")
    func script() async throws {
        try await withConnection { connection in
            try await connection.script(
                """
                create temporary table a (n int);  -- a comment; with a semicolon
                insert into a values (1), (2);
                do $$ begin insert into a values (3); end $$;
                """)
            try await expect("select sum(n) from a", on: connection, gives: 6)
            #expect(connection.isReusable)
        }
    }

    @Test("notices arrive while the script still runs")
    func streamingNotices() async throws {
        try await withConnection { connection in
            let (notices, sink) = AsyncStream<PostgresNotice>.makeStream()
            let isOver = NIOLockedValueBox(false)
            let script = Task {
                try await connection.script(
                    "do $$ begin raise notice 'first'; perform pg_sleep(0.5); raise warning 'second'; end $$",
                    onNotice: { sink.yield($0) })
                isOver.withLockedValue { $0 = true }
                sink.finish()
            }
            var iterator = notices.makeAsyncIterator()
            let first = await iterator.next()
            #expect(first?.message == "first" && first?.severity == "NOTICE")
            #expect(isOver.withLockedValue { $0 } == false)
            let second = await iterator.next()
            #expect(second?.message == "second" && second?.severity == "WARNING")
            try await script.value
        }
    }

    @Test("the first error ends a script, is located in its whole text, and undoes it")
    func failure() async throws {
        try await withConnection { connection in
            let text = "create temporary table é (n int);\ninsert into é values (1);\nselect nonsense;\nselect 1;"
            let error = await postgresError { try await connection.script(text) }
            #expect(error?.sqlState == "42703" && error?.completedStatements == 2)
            let position = try #require(error?.position)
            #expect(text.dropFirst(position - 1).hasPrefix("nonsense"))
            let left = try await connection.first("select to_regclass('é') is null", as: Bool.self)
            #expect(left == true)
        }
    }

    @Test("a transaction a script opened and broke is rolled back before the error is thrown")
    func brokenTransaction() async throws {
        try await withConnection { connection in
            let error = await postgresError { try await connection.script("begin; select 1; select 1 / 0; commit;") }
            #expect(error?.sqlState == "22012")
            #expect(connection.isReusable)
            try await expect("select 1", on: connection, gives: 1)
        }
    }

    @Test("a script that fails within a transaction leaves it failed, not ended")
    func failureWithin() async throws {
        try await withConnection { connection in
            let error = await postgresError {
                try await connection.transaction { transaction in
                    _ = await postgresError { try await transaction.script("select 1 / 0") }
                    let next = await postgresError { _ = try await transaction.query("select 1") }
                    #expect(next?.sqlState == "25P02")
                }
            }
            #expect(error?.sqlState == "25P02")
            #expect(connection.isReusable)
        }
    }

    @Test("COPY from the client within a script is refused and nothing hangs")
    func copyInScript() async throws {
        try await withConnection { connection in
            let error = await postgresError {
                try await connection.script("create temporary table c (n int); copy c from stdin; select 1")
            }
            #expect(error?.kind == .misuse)
            try await expect("select 1", on: connection, gives: 1)
        }
    }

    @Test("statements of a pipeline fail each for themselves")
    func pipeline() async throws {
        try await withConnection { connection in
            let results = try await connection.pipeline([
                "select \(1)", "select 1 / \(0)", "select nonsense", "select \(4)",
            ])
            #expect(results.count == 4)
            let first = try results[0].get()[0].decode(Int.self)
            #expect(first == 1)
            #expect(throws: PostgresError.self) { _ = try results[1].get() }
            #expect(throws: PostgresError.self) { _ = try results[2].get() }
            let last = try results[3].get()[0].decode(Int.self)
            #expect(last == 4)
            #expect(connection.isReusable)
        }
    }

    @Test("a long pipeline with large answers does not clog")
    func longPipeline() async throws {
        try await withConnection { connection in
            let big = String(repeating: "x", count: 20_000)
            let results = try await connection.pipeline((1...500).map { "select \($0)::int, \(big)::text" })
            let numbers = try results.map { try $0.get()[0].decode((Int, String).self).0 }
            #expect(numbers == Array(1...500))
        }
    }

    @Test("a copy takes its data as it is made, more than fits any buffer")
    func copy() async throws {
        try await withConnection { connection in
            try await connection.script("create temporary table c (n int, t text)")
            let chunks = AsyncStream<[UInt8]> { sink in
                for chunk in 0..<200 {
                    let rows = (0..<500).map { "\(chunk * 500 + $0)\t\(String(repeating: "y", count: 50))\n" }
                    sink.yield(Array(rows.joined().utf8))
                }
                sink.finish()
            }
            #expect(try await connection.copy(into: "copy c (n, t) from stdin", chunks) == 100_000)
            try await expect("select count(distinct n) from c", on: connection, gives: 100_000)
        }
    }

    @Test("a copy whose data or source fails leaves no row and a usable connection")
    func failedCopy() async throws {
        struct Broken: Error {}
        try await withConnection { connection in
            try await connection.script("create temporary table c (n int)")
            let bad = await postgresError {
                try await connection.copy(
                    into: "copy c from stdin",
                    AsyncStream {
                        $0.yield(Array("1\nx\n".utf8)); $0.finish()
                    })
            }
            #expect(bad?.sqlState == "22P02")
            let broken = AsyncThrowingStream<[UInt8], any Error> {
                $0.yield(Array("1\n".utf8)); $0.finish(throwing: Broken())
            }
            await #expect(throws: Broken.self) { try await connection.copy(into: "copy c from stdin", broken) }
            let none = await postgresError { try await connection.copy(into: "select 1", AsyncStream { $0.finish() }) }
            #expect(none?.kind == .misuse)
            try await expect("select count(*) from c", on: connection, gives: 0)
            #expect(connection.isReusable)
        }
    }

    @Test("a copy in a transaction comes and goes with it, and not after it")
    func copyInTransaction() async throws {
        struct Stop: Error {}
        func rows(_ text: String) -> AsyncStream<[UInt8]> {
            AsyncStream {
                $0.yield(Array(text.utf8)); $0.finish()
            }
        }
        try await withConnection { connection in
            try await connection.script("create temporary table c (n int)")
            let escaped = try await connection.transaction { transaction in
                let count = try await transaction.copy(into: "copy c from stdin", rows("1\n2\n"))
                #expect(count == 2)
                return transaction
            }
            await #expect(throws: Stop.self) {
                try await connection.transaction { transaction in
                    try await transaction.copy(into: "copy c from stdin", rows("3\n"))
                    throw Stop()
                }
            }
            let bad = await postgresError {
                _ = try await connection.transaction { try await $0.copy(into: "copy c from stdin", rows("x\n")) }
            }
            #expect(bad?.sqlState == "22P02")
            let late = await postgresError { try await escaped.copy(into: "copy c from stdin", rows("4\n")) }
            #expect(late?.kind == .misuse)
            try await expect("select count(*) from c", on: connection, gives: 2)
            #expect(connection.isReusable)
        }
    }

    @Test("COPY as a statement is refused and costs only its connection")
    func copyAsStatement() async throws {
        try await withConnection { connection in
            try await connection.script("create temporary table c (n int)")
            let error = await postgresError { _ = try await connection.query("copy c from stdin") }
            #expect(error != nil)
            _ = await postgresError { _ = try await connection.query("select 1") }
        }
    }
}
