import Testing

@testable import Migrations

@Suite("Splitting a script into statements")
struct SQLStatementSplitterTests {
    /// Statements that a naive cut at semicolons would break; each is one.
    static let wholes = [
        "select ';';",
        "select 'it''s; fine';",
        #"select 'ends with a backslash\';"#,
        #"select E'it\'s; fine';"#,
        #"select e'a\\';"#,
        "select E'one'\n  -- between\n  'tw\\'o;';",
        "select U&'d\\0061;' , N'a;', B'1', X'1F';",
        #"select "odd ; ""name""" from t;"#,
        "select $$ one; two $$;",
        "select $body$ one; $$ two; $$ $inner$ three; $inner$ $body$;",
        "select a$b$ from t; ",
        "select $1, a$1 from t;",
        "/* a; /* nested; */ still; */ select 1;",
        "-- a; comment\nselect 1;",
        "select 1 -- no; end",
        "select 2 */* a; comment */ 3;",
        "select 5 +-- a; comment\n 6;",
        "create rule r as on insert to t do also (insert into a values (1); insert into b values (2));",
        "create function f(a int) returns int language sql begin atomic; select 1; select a; end;",
        """
        create or replace function f(a int) returns int language sql
        begin atomic
          select case when a = 1 then 2 else (case a when 3 then 4 end) end;
          select x.end, 1 as case, 2 as end from x;
        end;
        """,
        "CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (1); END;",
        "copy t (a) from stdin;\n1;2\n\\N\n\\.\n",
        "\\set name 'a; b'",
        "select größe$ from tische;",
    ]

    @Test("a semicolon inside of something ends nothing", arguments: wholes)
    func whole(script: String) {
        let statements = SQLStatementSplitter.split(script)
        #expect(statements.filter { !$0.isBlank }.count == 1, "\(statements.map(\.text))")
        #expect(statements.map(\.text).joined() == script)
    }

    /// Scripts whose statements a too clever cut would run together.
    static let pairs = [
        "select 1;select 2",
        "begin; select 1",
        "create table t (begin int); create table atomic (a int);",
        "select case when true then 1 end; select 2;",
        "select a$$; select b$$;",
        "select 'x' 'y'; select 2;",
        #"select '\'; select '\';"#,
        "select $a$ ; $b$ ; $a$; select $b$;$b$;",
        "select 1 -- one\n; -- two\nselect 2",
        "create function f() returns int language sql begin atomic select 1; end; select 2;",
        "create function begin() returns int language sql as 'select 1'; select 2;",
        "copy t from '/file'; select 2;",
        "copy t from stdin;\n\\.\nselect 2;",
        "\\restrict abc\nselect 1;",
        "select 1); select 2;",
    ]

    @Test("the semicolon outside ends a statement", arguments: pairs)
    func pair(script: String) {
        let statements = SQLStatementSplitter.split(script).filter { !$0.isBlank }
        #expect(statements.count == 2, "\(statements.map(\.text))")
    }

    @Test("a statement knows its line and the words it begins with")
    func places() {
        let script =
            "-- top\n\n  create table\n public.a (id int);\n\n/* two\nlines */ insert into \"B b\" values ('secret');\n"
        let statements = SQLStatementSplitter.split(script)
        #expect(statements.map(\.firstLine) == [1, 4, 7])
        #expect(statements.map(\.line) == [3, 7, 7])
        #expect(statements.map(\.head) == ["create table public.a", "insert into \"B b\" values", ""])
        #expect(statements.map(\.isBlank) == [false, false, true])
    }

    @Test(
        "what the text ends inside of is known, with its line",
        arguments: [
            "select 1;\nselect 'a", "select 1;\nselect \"a", "select 1;\n/* a /* b */", "select 1;\nselect $x$ a $y$",
            "select 1;\nselect E'a\\'", "select 1;\nselect $x$ a $x", "select 1;\nselect e'\\",
        ])
    func unterminated(script: String) throws {
        let last = try #require(SQLStatementSplitter.split(script).last)
        #expect(last.unterminatedToken?.line == 2)
        #expect(SQLStatementSplitter.split(script).map(\.text).joined() == script)
    }
}
