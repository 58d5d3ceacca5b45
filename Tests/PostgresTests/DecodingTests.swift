import Foundation
import Postgres
import Testing

@Suite("Reading rows")
struct DecodingTests {
    struct Store: Decodable, Equatable {
        enum Status: String, Decodable { case active }
        let id: Int
        let ownerID: UUID
        let displayName: String?
        let status: Status
        let settings: PostgresJSON<[String: Int]>
        let seenAt: Date?
    }

    @Test("a Decodable value is read by the names of its properties")
    func codable() async throws {
        try await withConnection { connection in
            let owner = UUID()
            let stores: [Store] = try await connection.all(
                """
                select n::int as id, \(owner) as owner_id, null::text as display_name, 'active' as status,
                    '{"a": 1}'::jsonb as settings, to_timestamp(n) as "seenAt" from generate_series(1, 3) n
                """)
            #expect(stores.map(\.id) == [1, 2, 3])
            #expect(
                stores[1]
                    == Store(
                        id: 2, ownerID: owner, displayName: nil, status: .active, settings: PostgresJSON(["a": 1]),
                        seenAt: Date(timeIntervalSince1970: 2)))
        }
    }

    @Test("one column reads as a single value, plain or wrapped")
    func singleValues() async throws {
        try await withConnection { connection in
            let status: Store.Status? = try await connection.first("select 'active'")
            #expect(status == .active)
            let numbers: [Int] = try await connection.all("select generate_series(1, 3)")
            #expect(numbers == [1, 2, 3])
            let nothing: Int? = try await connection.first("select 1 where false")
            #expect(nothing == nil)
        }
    }

    @Test("tuples are read in order, and a wrong number or type of columns is an error that names the column")
    func tuples() async throws {
        try await withConnection { connection in
            let rows = try await connection.all("select 1, 'a' union all select 2, 'b'", as: (Int, String).self)
            #expect(rows.map(\.0) == [1, 2] && rows.map(\.1) == ["a", "b"])
            let few = await postgresError { _ = try await connection.first("select 1, 2", as: Int.self) }
            #expect(few?.kind == .decoding)
            let wrong = await postgresError {
                _ = try await connection.first("select 'secret-value' as label", as: Int.self)
            }
            #expect(wrong?.kind == .decoding && wrong?.column == "label")
            #expect(wrong?.debugDescription.contains("secret-value") == false)
            let missing = await postgresError { _ = try await connection.first("select 1 as id", decoding: Store.self) }
            #expect(missing?.kind == .decoding)
        }
    }

    @Test("the number of rows touched is told")
    func affected() async throws {
        try await withConnection { connection in
            try await withTable("n int", on: connection) { table in
                let inserted = try await connection.execute(
                    "insert into \(fragment: table) select generate_series(1, 5)")
                let updated = try await connection.execute("update \(fragment: table) set n = 0 where n > 3")
                #expect(inserted == 5 && updated == 2)
            }
        }
    }
}
