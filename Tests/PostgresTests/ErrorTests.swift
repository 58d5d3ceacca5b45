import Postgres
import Testing

@Suite("Errors")
struct ErrorTests {
    @Test("a violated constraint is known by name, and nothing of the row is in the description")
    func constraints() async throws {
        try await withConnection { connection in
            try await withTable("slug text constraint slug_is_unique unique", on: connection) { table in
                try await connection.execute("insert into \(fragment: table) values ('hidden')")
                let error = await postgresError {
                    try await connection.execute("insert into \(fragment: table) values (\("hidden"))")
                }
                #expect(error?.kind == .server && error?.sqlState == "23505")
                #expect(error?.violates("slug_is_unique") == true && error?.violates("other") == false)
                #expect(error?.description == "The database refused the statement (23505).")
                #expect(error?.detail?.contains("hidden") == true)
                #expect(connection.isReusable)
            }
        }
    }

    @Test("a mistake in a statement is located")
    func position() async throws {
        try await withConnection { connection in
            let error = await postgresError { _ = try await connection.query("select nonsense from pg_class") }
            #expect(error?.sqlState == "42703" && error?.position == 8)
        }
    }

    @Test("after an error the connection goes on, with the statement prepared or not")
    func goesOn() async throws {
        try await withConnection { connection in
            for divisor in [0, 1, 0, 2] {
                let statement: SQL = "select 10 / \(divisor)"
                if divisor == 0 {
                    let error = await postgresError { _ = try await connection.query(statement) }
                    #expect(error?.sqlState == "22012")
                } else {
                    try await expect(statement, on: connection, gives: 10 / divisor)
                }
            }
        }
    }

    @Test("a plan gone stale is made anew without anybody noticing, outside of a transaction")
    func stalePlan() async throws {
        try await withConnection { connection in
            try await withTable("a int", on: connection) { table in
                let select: SQL = "select * from \(fragment: table)"
                _ = try await connection.query(select)
                try await connection.execute("alter table \(fragment: table) add b text")
                let altered = try await connection.query(select).columns
                #expect(altered == ["a", "b"])
                try await connection.execute("deallocate all")
                let freed = try await connection.query(select).columns
                #expect(freed == ["a", "b"])
            }
        }
    }

    @Test("more different statements than a connection keeps prepared all run, again and again")
    func manyStatements() async throws {
        try await withConnection { connection in
            for _ in 1...2 {
                for number in 1...230 {
                    try await expect("select \(raw: "\(number)") + \(1)", on: connection, gives: number + 1)
                }
            }
            let kept = try await connection.first("select count(*) from pg_prepared_statements", as: Int.self)
            #expect(kept == 200)
        }
    }
}
