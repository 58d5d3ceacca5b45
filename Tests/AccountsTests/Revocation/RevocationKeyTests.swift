import Domain
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Accounts

@Suite("Keys of revocations", .timeLimit(.minutes(5)))
struct RevocationKeyTests {
    @Test("are spelt alike by the triggers and by this code")
    func triggers() async throws {
        try await withMasterDatabase { master in
            let claims = try await master.signIn()
            let store = try await master.makeStore()
            try await master.logOut(claims)
            try await master.raiseGeneration(of: claims.subject)
            try await master.raiseGeneration(of: store)
            let rows = try await master.session.all("select key, value from revocations", as: (String, Int64).self)
            let expected: [RevocationKey: Int64] = [
                .session(claims.sessionID): 1, .user(claims.subject, of: .platform): 2, .store(store): 2,
            ]
            #expect(
                Dictionary(uniqueKeysWithValues: rows.map { (RevocationKey(rawValue: $0.0), $0.1) }) == expected)
        }
    }

    @Test(
        "hash subjects as PostgreSQL does, whatever a store calls its people",
        arguments: ["42", "ä:*\n", "usr:1:-:", "🛒", String(repeating: "x", count: 128)])
    func hashes(subject: String) async throws {
        try await withMasterDatabase { master in
            let store = Store.ID.make()
            let hash = try await master.session.first(
                "select encode(substring(sha256(convert_to(\(subject)::text, 'UTF8')) for 8), 'hex')", as: String.self)
            let key = RevocationKey.user(subject, of: .store(store)).rawValue
            #expect(key == "usr:2:\(store):\(hash ?? "")")
            #expect(key.count <= 120)
        }
    }

    @Test("keep the people of two stores and of the platform apart, whatever their ids")
    func realms() {
        let audiences: [Audience] = [.platform, .store(.make()), .store(.make())]
        #expect(Set(audiences.map { RevocationKey.user("same", of: $0) }).count == 3)
    }

    @Test("end a token from the first value on that it does not outlive")
    func probes() {
        let store = Store.ID.make()
        let claims = AccessClaims.made(
            for: "a", audience: .store(store), generation: 4, storeGeneration: 6, issuedAt: 99)
        let fatal = Dictionary(
            uniqueKeysWithValues: claims.revocationProbes.map { probe in
                (probe.key, (0...200).first { probe.isRevoked(by: $0) })
            })
        #expect(
            fatal == [
                .session(claims.sessionID): 0, .user("a", of: .store(store)): 5, .store(store): 7, .everything: 99,
            ])
        #expect(!AccessClaims.made(for: "a").revocationProbes.contains { $0.key.rawValue.hasPrefix("store:") })
    }
}
