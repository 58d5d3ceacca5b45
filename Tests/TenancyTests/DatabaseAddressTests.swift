import Testing

@testable import Tenancy

@Suite("Database addresses")
struct DatabaseAddressTests {
    private func address(
        _ host: String, port: Int = 5432, user: String = "shop", database: String = "shop"
    ) -> DatabaseAddress {
        DatabaseAddress(host: host, port: port, user: user, password: "canary-9f2", database: database)
    }

    @Test(
        "all spellings of this machine have one fingerprint",
        arguments: [
            "127.0.0.1", "127.3.2.1", "::1", "0.0.0.0", "::", "::ffff:127.0.0.1", "0:0:0:0:0:0:0:1", "localhost.",
        ])
    func loopback(host: String) {
        #expect(address(host).fingerprint == address("localhost").fingerprint)
    }

    @Test("host, port and database make the fingerprint; the user does only where it names the tenant of a pooler")
    func fingerprint() {
        let one = address("db.example").fingerprint
        #expect(one.count == 32)
        #expect(one == address("db.example", user: "other").fingerprint)
        #expect(one == address("db.example.").fingerprint)
        #expect(one != address("db2.example").fingerprint)
        #expect(one != address("127.example").fingerprint)
        #expect(address("127.example").fingerprint != address("localhost").fingerprint)
        #expect(one != address("db.example", port: 5433).fingerprint)
        #expect(one != address("db.example", database: "Shop").fingerprint)
        let pooler = "aws-0-eu.pooler.supabase.com"
        #expect(address(pooler, user: "a.ref1").fingerprint != address(pooler, user: "a.ref2").fingerprint)
    }

    @Test("show neither user nor password, however they are looked at")
    func descriptions() {
        let secret = DatabaseAddress(
            host: "db.example", port: 5432, user: "user-canary-7c1", password: "canary-9f2", database: "shop")
        var dumped = ""
        dump(secret, to: &dumped)
        dump([secret] as [Any], to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), String(describing: Optional(secret)), dumped] {
            #expect(!text.contains("canary"), "\(text)")
            #expect(text.contains("db.example"))
        }
    }
}
