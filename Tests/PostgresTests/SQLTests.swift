import Testing

@testable import Postgres

@Suite("SQL interpolation")
struct SQLTests {
    @Test("values become numbered parameters in order")
    func values() {
        let statement: SQL = "select * from t where a = \(1) and b = \("x") and c = \(Int?.none)"
        #expect(statement.text == "select * from t where a = $1 and b = $2 and c = $3")
        #expect(statement.values.map(\.oid) == [20, 0, 20])
        #expect(statement.values[2].bytes == nil)
    }

    @Test("a fragment's parameters follow those before it, and dollars in its text stay")
    func fragments() {
        let inner: SQL = "b = \("x") and c ~ '$1' and d in (\(2), \(3))"
        let statement: SQL = "a = \(1) and (\(fragment: inner)) or \(fragment: inner)"
        #expect(
            statement.text
                == "a = $1 and (b = $2 and c ~ '$1' and d in ($3, $4)) or b = $5 and c ~ '$1' and d in ($6, $7)")
        #expect(statement.values.count == 7)
        let nested: SQL = "x \(fragment: statement) \(9)"
        #expect(nested.text.hasSuffix("($6, $7) $8"))
    }

    @Test(
        "identifiers and literals are quoted",
        arguments: ["plain", "we\"ird", "it's", "back\\slash", "'; drop table x --"])
    func quoting(text: String) async throws {
        try await withConnection { connection in
            try await expect("select \(literal: text)", on: connection, gives: text)
            let rows = try await connection.query("select 1 as \(identifier: text)")
            #expect(rows.columns == [text])
        }
    }

    @Test("neither description nor mirror shows a value")
    func reflection() {
        let statement: SQL = "select \("s3cret")"
        #expect(!"\(statement) \(statement.values)".contains("s3cret"))
        var dumped = ""
        dump(statement, to: &dumped)
        #expect(!dumped.contains("115"))
    }
}
