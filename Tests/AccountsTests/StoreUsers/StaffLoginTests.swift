import Domain
import Foundation
import Postgres
import Secrets
import Tenancy
import Testing

@testable import Accounts

@Suite("Staff of a store logging in", .serialized, .timeLimit(.minutes(5)))
struct StaffLoginTests {
    private static let bcrypt = "$2y$04$abcdefghijklmnopqrstuulQWkvNYyMZ6/uSsXHFy6ImqincpBO/u"
    private static let tooDear = bcrypt.replacingOccurrences(of: "$04$", with: "$31$")

    private func argon2(_ password: String, _ store: ForeignStore) async throws -> String {
        try await store.hasher.hash(Password(password)).phc.exposed
    }

    @Test("are who the store's database says, whatever case and spaces they type")
    func staff() async throws {
        try await withForeignStore { store in
            let id = UUID()
            let hash = try await argon2("staff-password", store)
            try await store.hire("Ada@Shop.example", hash: hash, id: id)
            let user = try await store.login("  ada@SHOP.example ", "staff-password")
            #expect(user.id == id)
            #expect(user.email.rawValue == "ada@SHOP.example")
            #expect(user.displayName == "Ada Lovelace")
            #expect(user.firstName?.rawValue == "Ada" && user.lastName?.rawValue == "Lovelace")
            #expect(user.generation == 7)
            #expect(!user.isOwner)
            #expect(try await store.storedHash("Ada@Shop.example") == hash)
        }
    }

    @Test("hear one and the same for an unknown address, a wrong password and everybody who may not log in")
    func refused() async throws {
        try await withForeignStore { store in
            let hash = try await argon2("staff-password", store)
            try await store.hire("right@x.io", hash: hash)
            try await store.hire("disabled@x.io", hash: hash, status: "disabled")
            try await store.hire("invited@x.io", hash: hash, status: "invited")
            try await store.hire("none@x.io", hash: nil)
            try await store.hire("plain@x.io", hash: "staff-password")
            try await store.hire("dear@x.io", hash: Self.tooDear)
            try await store.hire(
                "dear2@x.io", hash: hash.replacingOccurrences(of: "m=19456,t=2", with: "m=4194304,t=1000"))
            try await store.hire("long@x.io", hash: hash + String(repeating: "$", count: 10_000_000))
            for who in ["disabled", "invited", "none", "plain", "dear", "dear2", "long", "unknown"] {
                await #expect(throws: AccountError.invalidCredentials, "\(who)") {
                    try await store.login("\(who)@x.io", "staff-password")
                }
            }
            for address in ["right@x.io", "no address", "", "' or true --@x.io", String(repeating: "a", count: 10_000)]
            {
                await #expect(throws: AccountError.invalidCredentials) { try await store.login(address, "wrong") }
            }
            #expect(try await !store.login("right@x.io", "staff-password").isOwner)
        }
    }

    @Test("with a hash of an old kind get a new one, when the password was right")
    func rehash() async throws {
        try await withForeignStore { store in
            try await store.hire("old@x.io", hash: Self.bcrypt)
            await #expect(throws: AccountError.invalidCredentials) { try await store.login("old@x.io", "wrong") }
            #expect(try await store.storedHash("old@x.io") == Self.bcrypt)
            _ = try await store.login("old@x.io", "staff-password")
            let new = try #require(try await store.storedHash("old@x.io"))
            #expect(PasswordHash(phc: new)?.needsRehash == false)
            _ = try await store.login("old@x.io", "staff-password")
            #expect(try await store.storedHash("old@x.io") == new)
            await #expect(throws: AccountError.invalidCredentials) { try await store.login("old@x.io", "wrong") }
        }
    }

    @Test("are let in when the database refuses the new hash")
    func refusedRehash() async throws {
        try await withForeignStore { store in
            try await store.hire("old@x.io", hash: Self.bcrypt)
            try await store.run(
                """
                create function no() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
                create trigger no before update on users for each row execute function no();
                """)
            #expect(try await store.login("old@x.io", "staff-password").email.rawValue == "old@x.io")
            #expect(try await store.storedHash("old@x.io") == Self.bcrypt)
        }
    }

    @Test("have names that may be shown, or none")
    func names() async throws {
        try await withForeignStore { store in
            try await store.hire("bad@x.io", hash: try await argon2("staff-password", store))
            try await store.run(
                """
                update users set display_name = repeat('x', 5000000), first_name = E'a\\nb', last_name = null
                where email = 'bad@x.io'
                """)
            let user = try await store.login("bad@x.io", "staff-password")
            #expect(user.displayName == "bad@x.io")
            #expect(user.firstName == nil && user.lastName == nil)
        }
    }

    @Test("cost one hash each, and those who are unknown are answered no sooner")
    func duration() async throws {
        try await withForeignStore { store in
            try await store.hire("right@x.io", hash: try await argon2("staff-password", store))
            func duration(_ email: String) async -> Duration {
                let start = ContinuousClock.now
                _ = try? await store.login(email, "wrong")
                return start.duration(to: .now)
            }
            var (known, unknown) = (Duration.seconds(60), Duration.seconds(60))
            for _ in 0..<6 {
                known = min(known, await duration("right@x.io"))
                unknown = min(unknown, await duration("unknown@x.io"))
            }
            #expect(unknown > known * 0.5 && unknown < known * 2)
        }
    }
}
