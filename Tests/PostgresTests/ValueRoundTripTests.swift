import Foundation
import Postgres
import Testing

@Suite("Values")
struct ValueRoundTripTests {
    enum Status: String, PostgresCodable, Codable { case pending, active }

    private func echo<Value: PostgresCodable>(_ value: Value, as cast: String) async throws -> Value? {
        try await withConnection { connection in
            try await connection.first("select \(value)::\(raw: cast)", as: Value.self)
        }
    }

    @Test("numbers come back as they were sent, to their limits", arguments: [Int64.min, -1, 0, 1, Int64.max])
    func integers(number: Int64) async throws {
        #expect(try await echo(number, as: "bigint") == number)
        #expect(try await echo(Int(number), as: "bigint") == Int(number))
        #expect(try await echo(Int32(truncatingIfNeeded: number), as: "integer") == Int32(truncatingIfNeeded: number))
        #expect(try await echo(Int16(truncatingIfNeeded: number), as: "smallint") == Int16(truncatingIfNeeded: number))
    }

    @Test(
        "doubles keep every bit",
        arguments: [0, -0.1, .pi, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity])
    func doubles(number: Double) async throws {
        #expect(try await echo(number, as: "double precision") == number)
    }

    @Test("strings keep quotes, backslashes and every script", arguments: ["", "it's \"so\" \\ $1", "ÄÖ漢字🦊\n\t"])
    func strings(text: String) async throws {
        #expect(try await echo(text, as: "text") == text)
    }

    @Test("booleans, identifiers, dates and bytes come back as they were sent")
    func others() async throws {
        #expect(try await echo(true, as: "boolean") == true)
        let id = UUID()
        #expect(try await echo(id, as: "uuid") == id)
        let date = Date(timeIntervalSince1970: 1_700_000_000.125)
        #expect(try await echo(date, as: "timestamptz") == date)
        #expect(try await echo([0, 1, 255] as [UInt8], as: "bytea") == [0, 1, 255])
        #expect(try await echo([] as [UInt8], as: "bytea") == [])
        #expect(try await echo(Data([9, 0]), as: "bytea") == Data([9, 0]))
        #expect(try await echo(Status.active, as: "text") == .active)
    }

    @Test("dates mean the moment PostgreSQL means")
    func dates() async throws {
        try await withConnection { connection in
            let row = try await connection.first(
                "select '2024-02-29 12:00:00.5+00'::timestamptz, '2024-02-29'::date, 'infinity'::timestamptz::text",
                as: (Date, Date, String).self)
            #expect(row?.0 == Date(timeIntervalSince1970: 1_709_208_000.5))
            #expect(row?.1 == Date(timeIntervalSince1970: 1_709_164_800))
            let error = await postgresError {
                _ = try await connection.first("select 'infinity'::timestamptz", as: Date.self)
            }
            #expect(error?.kind == .decoding)
        }
    }

    @Test("arrays come back as they were sent, empty ones as well")
    func arrays() async throws {
        let ids = [UUID(), UUID()]
        #expect(try await echo([1, -2, Int64.max], as: "bigint[]") == [1, -2, Int64.max])
        #expect(try await echo([Int32.min, 5], as: "integer[]") == [Int32.min, 5])
        #expect(try await echo(["a", "", "b\"c\\,{}", "NULL"], as: "text[]") == ["a", "", "b\"c\\,{}", "NULL"])
        #expect(try await echo(ids, as: "uuid[]") == ids)
        #expect(try await echo([true, false], as: "boolean[]") == [true, false])
        #expect(try await echo([[1, 0], []] as [[UInt8]], as: "bytea[]") == [[1, 0], []])
        #expect(try await echo([String](), as: "text[]") == [])
    }

    @Test("arrays whose elements may be NULL arrive as they are")
    func arraysWithNulls() async throws {
        try await withConnection { connection in
            let texts = try await connection.first(
                "select \(PostgresArray(["a", nil, "", "b\"c\\,{}", "NULL"]))::text", as: String.self)
            #expect(texts == #"{a,NULL,"","b\"c\\,{}","NULL"}"#)
            let numbers = try await connection.first("select \(PostgresArray([1, nil, -2]))::text", as: String.self)
            #expect(numbers == "{1,NULL,-2}")
            let bytes = try await connection.first(
                "select \(PostgresArray<[UInt8]>([[1, 255], nil]))::text", as: String.self)
            #expect(bytes == #"{"\\x01ff",NULL}"#)
            let nothing = try await connection.first(
                "select cardinality(\(PostgresArray<UUID>([])))", as: Int.self)
            #expect(nothing == 0)
            #expect(try await connection.first("select \(PostgresArray(["x"]))", as: [String].self) == ["x"])
        }
    }

    @Test("arrays with NULLs or of two dimensions are refused, not misread", arguments: ["{1,NULL}", "{{1},{2}}"])
    func oddArrays(literal: String) async throws {
        try await withConnection { connection in
            let error = await postgresError {
                _ = try await connection.first("select \(literal)::bigint[]", as: [Int64].self)
            }
            #expect(error?.kind == .decoding)
        }
    }

    @Test("NULL is an optional's nil and nothing else's value")
    func nulls() async throws {
        try await withConnection { connection in
            let nothing: Int? = nil
            let row = try await connection.first(
                "select \(nothing)::bigint, \(String?.none)::text", as: (Int?, String?).self)
            #expect(row?.0 == nil && row?.1 == nil && row != nil)
            let error = await postgresError { _ = try await connection.first("select null::bigint", as: Int.self) }
            #expect(error?.kind == .decoding)
        }
    }

    @Test("documents and durations are sent as PostgreSQL reads them")
    func documents() async throws {
        struct Document: Codable, Equatable { var name: String, tags: [String] }
        let document = Document(name: "a/ü", tags: ["x"])
        try await withConnection { connection in
            let value = PostgresJSON(document)
            let row = try await connection.first(
                "select \(value)::jsonb, \(value)::json, (\(value)::jsonb)->>'name', \(Duration.milliseconds(90_061_500))::interval::text",
                as: (PostgresJSON<Document>, PostgresJSON<Document>, String, String).self)
            #expect(row?.0.value == document && row?.1.value == document)
            #expect(row?.2 == "a/ü")
            #expect(row?.3 == "25:01:01.5")
        }
    }

    @Test("a NUL in a text is refused before anything is sent")
    func nulCharacters() async throws {
        try await withConnection { connection in
            for statement in ["select \("a\0b")", "select \(["x", "\0"])::text[]", "select \(literal: "\0")"] as [SQL] {
                let error = await postgresError { _ = try await connection.query(statement) }
                #expect(error?.kind == .misuse)
            }
            #expect(connection.isReusable)
        }
    }

    @Test("a string reads enum labels, json and uuids, and never numbers or booleans")
    func stringTypes() async throws {
        try await withConnection { connection in
            try await connection.execute("create type pg_temp.mood as enum ('happy')")
            let row = try await connection.first(
                "select 'happy'::pg_temp.mood, '{\"a\": 1}'::jsonb, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid",
                as: (String, String, String).self)
            #expect(row?.0 == "happy" && row?.1 == "{\"a\": 1}" && row?.2 == "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")
            for column in ["1", "true", "1.5::float8", "now()"] {
                let error = await postgresError {
                    _ = try await connection.first("select \(raw: column)", as: String.self)
                }
                #expect(error?.kind == .decoding)
            }
        }
    }
}
