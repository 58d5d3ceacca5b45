import Domain
import Foundation
import Postgres
import Secrets
import Tenancy
import Testing

@testable import Accounts

@Suite("The owner of a store logging in there", .serialized, .timeLimit(.minutes(5)))
struct OwnerLoginTests {
    @Test("is checked against the platform's account, and is the store's owner whatever the store calls them")
    func owner() async throws {
        try await withForeignStore { store in
            let user = try await store.login("owner@AGENCY.example", ForeignStore.ownerPassword)
            let id = try await store.administer {
                try await $0.first("select id from users where is_owner", as: UUID.self)
            }
            #expect(user.id == id)
            #expect(user.isOwner)
            #expect(user.email == EmailAddress(ForeignStore.ownerEmail))
            #expect(user.displayName == "Seeded")
            await #expect(throws: AccountError.invalidCredentials) {
                try await store.login(ForeignStore.ownerEmail, "wrong-password")
            }
        }
    }

    @Test("is nobody else: a hash planted in the store's database opens nothing")
    func planted() async throws {
        try await withForeignStore { store in
            let planted = try await store.hasher.hash(Password("planted-password")).phc.exposed
            try await store.administer { connection in
                try await connection.execute(
                    "update users set password_hash = \(planted), email = 'chosen@x.io' where is_owner")
            }
            try await store.hire(ForeignStore.ownerEmail, hash: planted)
            for address in [ForeignStore.ownerEmail, ForeignStore.ownerEmail.lowercased(), "chosen@x.io"] {
                await #expect(throws: AccountError.invalidCredentials) {
                    try await store.login(address, "planted-password")
                }
            }
            let owner = try await store.login(ForeignStore.ownerEmail, ForeignStore.ownerPassword)
            #expect(owner.isOwner)
            #expect(try await store.storedHash("chosen@x.io") == planted)  // nothing was written either
        }
    }

    @Test("who is deactivated on the platform is locked out here, too")
    func deactivated() async throws {
        try await withForeignStore { store in
            try await store.master.session.execute("update users set is_active = false where id = \(store.owner)")
            await #expect(throws: AccountError.invalidCredentials) {
                try await store.login(ForeignStore.ownerEmail, ForeignStore.ownerPassword)
            }
        }
    }

    @Test("whom the store has lost cannot be told from anybody by a wrong password")
    func lost() async throws {
        try await withForeignStore { store in
            try await store.run("update users set is_owner = false where is_owner")
            await #expect(throws: AccountError.invalidCredentials) {
                try await store.login(ForeignStore.ownerEmail, "wrong-password")
            }
            await #expect(throws: TenantUnavailable.unreachable) {
                try await store.login(ForeignStore.ownerEmail, ForeignStore.ownerPassword)
            }
        }
    }

    @Test("is not met by a user of the store who has the owner's own id: their token opens nothing of the platform")
    func equalID() async throws {
        try await withForeignStore { store in
            let hash = try await store.hasher.hash(Password("staff-password")).phc.exposed
            try await store.hire("twin@x.io", hash: hash, id: store.owner.rawValue)
            let user = try await store.login("twin@x.io", "staff-password")
            #expect(user.id == store.owner.rawValue)
            #expect(!user.isOwner)
            let fixture = try TokenFixture()
            let token = try fixture.tokens.mint(
                for: user.id.canonical, audience: .store(store.id), session: .make(), generation: user.generation,
                refreshCounter: 0
            ).token
            #expect(throws: AccessTokenError.wrongAudience) {
                try fixture.tokens.verify(token.exposed, for: .platform)
            }
        }
    }
}
