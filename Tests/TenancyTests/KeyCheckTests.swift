import Domain
import Postgres
import Secrets
import TestSupport
import Testing

@testable import Tenancy

@Suite("The check of credential keys at start")
struct KeyCheckTests {
    private let address = DatabaseAddress(host: "db.example", port: 5432, user: "u", password: "p", database: "shop")

    @Test("notes new keys, and finds them the next time")
    func newKeys() async throws {
        try await withMasterDatabase { master in
            let keyring = try Keyring.random("k2", "k1")
            try await KeyCheck.run(keyring, on: master)
            try await KeyCheck.run(keyring, on: master)
            let noted = try await master.session.all("select kid from encryption_keys order by kid", as: String.self)
            #expect(noted == ["k1", "k2"])
        }
    }

    @Test("refuses another key under a known name, names it, and notes nothing of the rest")
    func wrongKey() async throws {
        try await withMasterDatabase { master in
            try await KeyCheck.run(try .random("k1"), on: master)
            let error = await #expect(throws: KeyCheck.Mismatch.self) {
                try await KeyCheck.run(try .random("k0", "k1"), on: master)
            }
            #expect(error == .differentKey("k1"))
            #expect(error?.description.contains("“k1”") == true)
            let noted = try await master.session.all("select kid from encryption_keys", as: String.self)
            #expect(noted == ["k1"])
        }
    }

    @Test("refuses to run without a key that something is sealed with, and names it")
    func missingKey() async throws {
        try await withMasterDatabase { master in
            let old = try Keyring(parsing: try Keyring.entry("old"))
            try await KeyCheck.run(old, on: master)
            _ = try await RegisteredStore.make(at: address, sealedBy: CredentialVault(keyring: old), on: master)
            let error = await #expect(throws: KeyCheck.Mismatch.self) {
                try await KeyCheck.run(try .random("new"), on: master)
            }
            #expect(error == .missingKey("old"))
            #expect(error?.description.contains("“old”") == true)
        }
    }

    @Test("lets a key go that nothing is sealed with any more")
    func unusedKey() async throws {
        try await withMasterDatabase { master in
            try await KeyCheck.run(try .random("old"), on: master)
            try await KeyCheck.run(try .random("new"), on: master)
        }
    }
}
