import LocalServers
import Postgres
import TestSupport
import Testing

@Suite("The limit on one answer", .timeLimit(.minutes(5)))
struct ResultLimitTests {
    private func bound(_ endpoint: inout PostgresEndpoint) {
        endpoint.resultLimit = ResultLimit(bytes: 8 << 20, rows: 10_000)
    }

    @Test(
        "is kept in bytes and in rows, and the pool goes on",
        arguments: [
            "select repeat('x', 10000000)", "select generate_series(1, 1000000)", "select generate_series(1, 10001)",
            "select repeat('x', 1000) from generate_series(1, 9000)",
        ])
    func exceeded(statement: String) async throws {
        try await withPool(1, bound) { pool in
            let error = await postgresError { _ = try await pool.query("\(raw: statement)") }
            #expect(error?.kind == .resultTooLarge)
            #expect(error?.description == "The database's answer was larger than is allowed.")
            try await expect("select 1", on: pool, gives: 1)
        }
    }

    @Test("lets through what is smaller, to the byte and the row", arguments: ["localhost", "socket"])
    func within(way: String) async throws {
        let url = try await TestServers.shared.postgres().socketURL()
        let socket = try PostgresEndpoint(parsing: url)
        func change(_ endpoint: inout PostgresEndpoint) {
            if way == "socket" { endpoint = socket }
            bound(&endpoint)
        }
        try await withConnection(change) { connection in
            let text = try await connection.first("select repeat('x', 8000000)", as: String.self)
            #expect(text?.utf8.count == 8_000_000)
            let numbers = try await connection.all("select generate_series(1, 10000)", as: Int.self)
            #expect(numbers == Array(1...10_000))
        }
    }

    @Test("is for each answer: many large ones after another, and in one flush, are no more than one")
    func each() async throws {
        try await withConnection(bound) { connection in
            for _ in 1...4 {
                let text = try await connection.first("select repeat('x', 5000000)", as: String.self)
                #expect(text?.utf8.count == 5_000_000)
            }
            let answers = try await connection.pipeline(Array(repeating: "select repeat('x', 5000000)", count: 4))
            for answer in answers { #expect(try answer.get().count == 1) }
            let error = await postgresError {
                try await connection.script("select 1; select generate_series(1, 20000)")
            }
            #expect(error?.kind == .resultTooLarge)
        }
    }

    @Test("has no say in what is sent, and scripts, copies, notices and cancels go on as ever")
    func otherWork() async throws {
        try await withConnection(bound) { connection in
            let long = String(repeating: "y", count: 20_000_000)
            let length = try await connection.first("select length(\(long))", as: Int.self)
            #expect(length == 20_000_000)
            try await connection.script("create temporary table copied (value text)")
            let line = Array((String(repeating: "z", count: 99_999) + "\n").utf8)
            let rows = try await connection.copy(
                into: "copy copied from stdin",
                AsyncStream { stream in
                    for _ in 1...150 { stream.yield(line) }
                    stream.finish()
                })
            #expect(rows == 150)
            let sleeping = Task { try await connection.query("select pg_sleep(30)") }
            try await withConnection { observer in
                try await eventually {
                    try await observer.first(
                        "select count(*) from pg_stat_activity where pid = \(connection.processID) and state = 'active'",
                        as: Int.self) == 1
                }
            }
            sleeping.cancel()
            let error = await postgresError { _ = try await sleeping.value }
            #expect(error?.kind == .cancelled)
            try await expect("select 1", on: connection, gives: 1)
        }
    }

    @Test("closing says goodbye to the server, and hundreds of statements at once get their own answers")
    func crowd() async throws {
        try await withPool(3, bound) { pool in
            try await withThrowingTaskGroup { group in
                for number in 0..<300 {
                    group.addTask { try await expect("select \(number)", on: pool, gives: number) }
                }
                try await group.waitForAll()
            }
            let processes = try await pool.withConnection { $0.processID }
            try await withConnection { observer in
                await pool.close()
                try await eventually {
                    try await observer.first(
                        "select count(*) from pg_stat_activity where pid = \(processes)", as: Int.self) == 0
                }
            }
        }
    }
}
