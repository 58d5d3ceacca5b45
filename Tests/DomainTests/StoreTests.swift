import Domain
import Foundation
import Testing

@Suite("Stores and accounts")
struct StoreTests {
    @Test("encode every key of the API's store, null where there is nothing")
    func store() throws {
        let store = try Store(
            id: #require(Store.ID("00112233-4455-6677-8899-aabbccddeeff")), ownerID: .make(),
            name: DisplayName(parsing: "Acme"), slug: Slug(parsing: "acme"), status: .pendingDatabase,
            primaryHostname: nil, database: nil, schemaVersion: nil,
            createdAt: Timestamp(Date(timeIntervalSince1970: 0)), updatedAt: Timestamp(Date(timeIntervalSince1970: 1)))
        #expect(
            try json(store) == """
                {"createdAt":"1970-01-01T00:00:00.000Z","database":null,"id":"00112233-4455-6677-8899-aabbccddeeff",\
                "isActive":false,"name":"Acme","primaryHostname":null,"schemaVersion":null,"slug":"acme",\
                "status":"pending_database","updatedAt":"1970-01-01T00:00:01.000Z"}
                """)
    }

    @Test("encode a database as kind, host, name and status")
    func database() throws {
        let database = Store.Database(kind: .supabase, host: "db.example.com", name: "postgres", status: .connected)
        #expect(
            try json(database)
                == #"{"host":"db.example.com","kind":"supabase","name":"postgres","status":"connected"}"#)
    }

    @Test("encode an account as the API's user")
    func account() throws {
        let account = try Account(
            id: #require(Account.ID("00112233-4455-6677-8899-aabbccddeeff")),
            email: EmailAddress(parsing: "Ada@example.com"),
            firstName: DisplayName(parsing: "Ada"), lastName: DisplayName(parsing: "Lovelace"), role: .operator,
            isActive: true, createdAt: Timestamp(Date(timeIntervalSince1970: 0)))
        #expect(
            try json(account) == """
                {"createdAt":"1970-01-01T00:00:00.000Z","email":"Ada@example.com","firstName":"Ada",\
                "id":"00112233-4455-6677-8899-aabbccddeeff","isActive":true,"lastName":"Lovelace","role":"operator"}
                """)
    }

    @Test("move only along the lines of their state machine")
    func statuses() {
        let allowed = Store.Status.allCases.flatMap { from in
            Store.Status.allCases.filter(from.canBecome).map { "\(from.rawValue)>\($0.rawValue)" }
        }
        #expect(
            Set(allowed) == [
                "pending_database>provisioning", "provisioning>active", "provisioning>failed", "failed>provisioning",
                "pending_database>suspended", "active>suspended", "failed>suspended", "suspended>active",
                "suspended>pending_database", "suspended>failed",
            ])
    }

    private func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
