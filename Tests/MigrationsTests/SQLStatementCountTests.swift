import Postgres
import Testing

@testable import Migrations

@Suite("Counting statements as the server does", .timeLimit(.minutes(5)))
struct SQLStatementCountTests {
    static let scripts = [
        "select 1; select ';'; select $$;$$; select $a$ $$ ; $a$;",
        "select E'one'\n  -- between ; \n  'tw\\'o;'; select 'a'\n'b;';",
        "/* a; /* b; */ c; */ select 1; -- d;\n;;\nselect 2 */* e; */ 3;",
        "create table t (begin int, \"a;\"\"\" int); create rule r as on insert to t do also (select 1; select 2);",
        """
        create function f(a int) returns int language sql
        begin atomic
          select 1;
          select case when a = 1 then 2 else (case a when 3 then 4 end) end;
        end;
        create or replace procedure p() language sql begin atomic select f(1); end;
        create function begin() returns int language sql as 'select 1; select 2';
        select begin() as end, case when true then 1 end; call p();
        """,
        "create table größe (a$b$ int); select a$b$ from größe; select U&'d\\0061t;', N'a;', B'1', X'1F';",
        "do $body$ begin perform 1; perform $$;$$; end $body$; prepare q as select $1::int; execute q(1);",
    ]

    @Test("finds as many as the server completes", .serialized, arguments: scripts)
    func count(script: String) async throws {
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let error = try await #require(throws: PostgresError.self) {
                try await connection.script("begin;" + script + "\n; select 1/0")
            }
            #expect(error.sqlState == "22012", "\(error.debugDescription)")
            let found = SQLStatementSplitter.split(script).count { !$0.isBlank }
            #expect(error.completedStatements == found + 1)
        }
    }
}
