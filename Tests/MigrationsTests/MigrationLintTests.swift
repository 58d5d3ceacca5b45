import Testing

@testable import Migrations

@Suite("What a migration file must not hold")
struct MigrationLintTests {
    static let faults: [(String, LintFinding.Rule)] = [
        (#"\set name value"#, .metaCommand),
        (#"\restrict aGVsbG8"#, .metaCommand),
        (#"select 1 \gset"#, .metaCommand),
        ("BEGIN;", .transactionControl),
        ("start transaction;", .transactionControl),
        ("commit and chain;", .transactionControl),
        ("end;", .transactionControl),
        ("rollback to a;", .transactionControl),
        ("abort;", .transactionControl),
        ("savepoint a;", .transactionControl),
        ("release a;", .transactionControl),
        ("prepare transaction 'x';", .transactionControl),
        ("set transaction isolation level serializable;", .transactionControl),
        ("set session characteristics as transaction read only;", .transactionControl),
        ("set search_path = public;", .sessionSetting),
        ("set role admin;", .sessionSetting),
        ("set session authorization admin;", .sessionSetting),
        ("reset all;", .sessionSetting),
        ("discard all;", .sessionSetting),
        ("copy t (a, b) from stdin with (format csv);\n1,2\nbegin;\n\\.\n", .copyFromStandardInput),
        ("copy t to stdout;", .copyToStandardOutput),
        ("select 'a", .unterminated),
        ("select $x$ begin; ", .unterminated),
        ("/* never closed", .unterminated),
    ]

    @Test("is refused with file, line, first words and advice", arguments: faults)
    func refused(script: String, rule: LintFinding.Rule) throws {
        let finding = try #require(throws: MigrationDirectoryError.self) {
            try MigrationFile(fileName: "0001_a.sql", bytes: Array("create table a ();\n\(script)".utf8))
        }
        guard case .refused(let findings) = finding else { throw finding }
        #expect(findings.map(\.rule) == [rule])
        #expect(findings.first?.line == 2)
        #expect(finding.description.hasPrefix("0001_a.sql:2: "))
        #expect(finding.description.contains(try #require(findings.first).advice))
    }

    static let innocents = [
        "set local search_path = public;", "set constraints all deferred;", "prepare p as select 1;",
        "do $$ begin perform 1; end $$;", "create function begin() returns int language sql as 'select 1';",
        "select 'commit;', $$ \\set x $$ -- \\set y\n;", "copy t from '/tmp/file';", "lock table t;",
        "create function f() returns int language sql begin atomic select 1; end;", "", " -- nothing\n", ";;",
    ]

    @Test("is not confused with what only looks like it", arguments: innocents)
    func allowed(script: String) throws {
        #expect(try MigrationFile(fileName: "0001_a.sql", bytes: Array(script.utf8)).kind == .transactional)
    }

    static let loners = [
        "create index concurrently i on t (a);", "create unique index concurrently if not exists i on t (a);",
        "drop index concurrently i;", "reindex index concurrently i;", "reindex table concurrently t;",
        "reindex (verbose, concurrently) table t;", "reindex schema public;", "reindex database postgres;",
        "vacuum;", "vacuum (analyze) t;", "cluster;", "cluster verbose;", "alter system set work_mem = '1MB';",
        "create database d;", "drop database d;", "create tablespace s location '/s';", "drop tablespace s;",
        "create subscription s connection '' publication p;", "drop subscription s;",
        "alter database d set tablespace s;", "alter table t detach partition p concurrently;",
    ]

    @Test("a statement that needs to be outside of a transaction is known", arguments: loners)
    func nonTransactional(script: String) throws {
        let file = try MigrationFile(fileName: "0001_a.sql", bytes: Array("select 1;\n\(script)".utf8))
        guard case .nonTransactional(let line, let statement) = file.kind else {
            Issue.record("taken for transactional")
            return
        }
        #expect(line == 2)
        #expect(script.hasPrefix(statement.prefix(6)))
    }

    @Test(
        "a statement that may be inside of a transaction is not taken for one that may not",
        arguments: [
            "create index concurrently_made on t (a);", "create index i on concurrently (a);", "reindex table t;",
            "cluster t using i;", "refresh materialized view concurrently v;", "drop table database;", "analyze t;",
            "alter table t detach partition p;", "reindex table \"concurrently\";",
        ])
    func transactional(script: String) throws {
        #expect(try MigrationFile(fileName: "0001_a.sql", bytes: Array(script.utf8)).kind == .transactional)
    }

    @Test("every finding in a file is told at once, in order")
    func all() throws {
        let error = try #require(throws: MigrationDirectoryError.self) {
            try MigrationFile(fileName: "0001_a.sql", bytes: Array("begin;\nset x = 1;\n\\echo hi\ncommit;".utf8))
        }
        guard case .refused(let findings) = error else { throw error }
        #expect(findings.map(\.line) == [1, 2, 3, 4])
    }
}
