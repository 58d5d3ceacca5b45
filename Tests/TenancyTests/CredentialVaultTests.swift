import Domain
import Foundation
import Secrets
import Testing

@testable import Tenancy

@Suite("The vault of credentials")
struct CredentialVaultTests {
    private let store = Store.ID.make()
    private let address = DatabaseAddress(
        host: "db.example", port: 6432, user: "shop", password: #"canary-9f2 '"\@/?#%ü😀"#, database: "shop",
        tls: .verifyCA, applicationName: "mine")

    @Test("gives back exactly what was put in")
    func roundTrip() throws {
        let vault = CredentialVault(keyring: try .random("k1"))
        let sealed = try vault.seal(address, store: store, version: 3)
        #expect(try vault.open(sealed, store: store, version: 3) == address)
        var bare = address
        bare.password = nil
        bare.tls = nil
        bare.applicationName = nil
        #expect(try vault.open(try vault.seal(bare, store: store, version: 1), store: store, version: 1) == bare)
    }

    @Test("opens for no other store and no other version")
    func places() throws {
        let vault = CredentialVault(keyring: try .random("k1"))
        let sealed = try vault.seal(address, store: store, version: 3)
        #expect(throws: CiphertextError()) { try vault.open(sealed, store: .make(), version: 3) }
        #expect(throws: CiphertextError()) { try vault.open(sealed, store: store, version: 2) }
        #expect(throws: CiphertextError()) { try vault.open(sealed.dropLast(), store: store, version: 3) }
        #expect(throws: CiphertextError()) { try vault.open([], store: store, version: 3) }
    }

    @Test("opens what an older key of the ring sealed, and nothing of a key it lacks")
    func keys() throws {
        let (old, new) = (try Keyring.entry("old"), try Keyring.entry("new"))
        let sealed = try CredentialVault(keyring: Keyring(parsing: old)).seal(address, store: store, version: 1)
        let both = CredentialVault(keyring: try Keyring(parsing: "\(new),\(old)"))
        #expect(both.keyID == "new")
        #expect(try both.open(sealed, store: store, version: 1) == address)
        let without = CredentialVault(keyring: try Keyring(parsing: new))
        #expect(throws: CiphertextError()) { try without.open(sealed, store: store, version: 1) }
    }

    @Test("shows nothing of what is inside, not even how long a password is")
    func opacity() throws {
        let vault = CredentialVault(keyring: try .random("k1"))
        var short = address
        short.password = "x"
        let sealed = try vault.seal(address, store: store, version: 1)
        #expect(sealed.count == (try vault.seal(short, store: store, version: 1)).count)
        #expect(sealed != (try vault.seal(address, store: store, version: 1)))
        for secret in ["canary-9f2", "db.example", "shop", "password"] {
            #expect(Data(sealed).range(of: Data(secret.utf8)) == nil, "\(secret)")
        }
    }
}
