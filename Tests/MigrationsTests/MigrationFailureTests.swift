import Postgres
import Testing

@testable import Migrations

@Suite("A migration that fails", .timeLimit(.minutes(5)))
struct MigrationFailureTests {
    static let faults: [(sql: String, line: Int?, statement: String, sqlState: String)] = [
        // With a position from the server.
        ("create table ü ();\n\nselect *\n  from nowhere;", 4, "select", "42P01"),
        // Without one.
        ("create table x ();\n-- again\ncreate table x ();\nselect 1;", 3, "create table x", "42P07"),
        ("insert into a values (2);\n;;\ninsert into a\n values (1);", 3, "insert into a values", "23505"),
        ("do $$\nbegin\n  raise exception 'no';\nend $$;", 1, "do", "P0001"),
        (
            "create function f() returns int language sql begin atomic select 1; select 2; end;\nselect 1/0;", 2,
            "select",
            "22012"
        ),
        // Raising our own codes fools nobody.
        ("do $$ begin raise exception using errcode = 'TN001'; end $$;", 1, "do", "TN001"),
        // At commit.
        (
            "create table d (id int references a deferrable initially deferred);\ninsert into d values (9);", nil,
            "commit",
            "23503"
        ),
    ]

    @Test(
        "names file, line, statement and code, leaves nothing behind, and leaves earlier files applied",
        .serialized, arguments: faults)
    func place(sql: String, line: Int?, statement: String, sqlState: String) async throws {
        let directory = try TestFolder.directory([
            "0001_a.sql": "create table a (id int primary key); insert into a values (1);", "0002_b.sql": sql,
            "0003_c.sql": "create table c ();",
        ])
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let migrator = Migrator.test()
            let failure = try await migrator.failure(of: directory, on: connection)
            #expect(failure.file == "0002_b.sql")
            #expect(failure.line == line)
            #expect(failure.statement == statement)
            #expect(failure.sqlState == sqlState)
            #expect(!failure.description.contains(statement == "commit" ? "insert" : statement))
            #expect(failure.debugDescription.contains(statement))
            #expect(try await migrator.inspect(connection).applied.map(\.version) == ["0001"])
            #expect(try await connection.tables() == ["a"])
        }
    }

    @Test("once mended, goes on where it stopped, on the same connection")
    func mended() async throws {
        let first = "create table a ();"
        let broken = try TestFolder.directory(["0001_a.sql": first, "0002_b.sql": "create table a ();"])
        let mended = try TestFolder.directory(["0001_a.sql": first, "0002_b.sql": "create table b ();"])
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let migrator = Migrator.test()
            _ = try await migrator.failure(of: broken, on: connection)
            #expect(try await migrator.run(mended, on: connection).map(\.file) == ["0002_b.sql"])
        }
    }

    static let unparsable: [(sql: String, line: Int, statement: String)] = [
        ("select 'ß';\n\ncreat tabel b ();", 3, "creat tabel b"),
        ("select 'ß';\nselect (1;\nselect 2;", 2, "select"),
        ("select 1;\nselect (1", 2, "select"),  // noticed past the end of the file
    ]

    @Test("what the server cannot parse is placed though nothing of the flush was begun", arguments: unparsable)
    func syntax(sql: String, line: Int, statement: String) async throws {
        let directory = try TestFolder.directory(["0001_a.sql": "create table a ();", "0002_b.sql": sql])
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let migrator = Migrator.test()
            let failure = try await migrator.failure(of: directory, on: connection)
            #expect(failure.file == "0002_b.sql" && failure.sqlState == "42601")
            #expect(failure.line == line && failure.statement == statement)
            #expect(try await migrator.inspect(connection).applied.isEmpty)
        }
    }

    @Test("a lock held by somebody else is waited for no longer than the target says")
    func lockTimeout() async throws {
        let directory = try TestFolder.directory(["0001_a.sql": "\nalter table t add column a int;"])
        try await TestServer.withDatabase { database in
            let holder = try await database.connect()
            try await holder.script("create table t ()")
            try await holder.script("begin; lock table t")
            let connection = try await database.connect()
            let failure = try await Migrator.test { $0.lockTimeout = .milliseconds(50) }
                .failure(of: directory, on: connection)
            #expect(failure.sqlState == "55P03" && failure.line == 2)
            #expect(MigrationError.failed(failure).isContention)
        }
    }

    @Test("a changed applied file is refused until it is repaired")
    func changed() async throws {
        let first = try TestFolder.directory(["0001_a.sql": "create table a ();"])
        let second = try TestFolder.directory(["0001_a.sql": "create table a ( );", "0002_b.sql": "create table b ();"])
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let migrator = Migrator.test()
            _ = try await migrator.run(first, on: connection)
            let error = try await #require(throws: MigrationError.self) {
                try await migrator.run(second, on: connection)
            }
            guard case .plan(.changed(file: "0001_a.sql", _, _)) = error else { throw error }
            #expect(try await connection.tables() == ["a"])
            try await migrator.repair(second.migrations, on: connection)
            #expect(try await migrator.run(second, on: connection).map(\.file) == ["0002_b.sql"])
        }
    }
}
