import Domain
import Postgres
import Redis
import Tenancy
import TestSupport
import Testing

@testable import Accounts

@Suite("A check for revocation", .timeLimit(.minutes(5)))
struct RevocationCheckTests {
    enum Kind: CaseIterable {
        case session, account, customer, store, everything
    }

    /// A token, what ends it, and tokens like it that go on.
    struct Case {
        let doomed: AccessClaims
        let survivors: [AccessClaims]
        let revoke: () async throws -> Void
    }

    private func prepare(_ kind: Kind, on master: Database<Master>) async throws -> Case {
        let claims = try await master.signIn()
        let other = try await master.signIn()
        let sameUser = try await master.signIn(claims.subject)
        let store = try await master.makeStore()
        let customer = AccessClaims.made(for: "7", audience: .store(store), generation: 3)
        let namesake = AccessClaims.made(for: "7", audience: .store(try await master.makeStore()), generation: 3)
        switch kind {
        case .session:
            return Case(doomed: claims, survivors: [other, sameUser]) { try await master.logOut(claims) }
        case .account:
            let newer = AccessClaims.made(for: claims.subject, session: sameUser.sessionID, generation: 2)
            return Case(doomed: claims, survivors: [other, newer]) {
                try await master.raiseGeneration(of: claims.subject)
            }
        case .customer:
            let newer = AccessClaims.made(for: "7", audience: .store(store), generation: 4)
            return Case(doomed: customer, survivors: [namesake, newer, claims]) {
                try await master.revoke(.user("7", of: .store(store)), 4)
            }
        case .store:
            let newer = AccessClaims.made(for: "7", audience: .store(store), storeGeneration: 2)
            return Case(doomed: customer, survivors: [namesake, newer, claims]) {
                try await master.raiseGeneration(of: store)
            }
        case .everything:
            let later = AccessClaims.made(
                for: claims.subject, session: claims.sessionID, issuedAt: claims.issuedAt + 1)
            return Case(doomed: claims, survivors: [later]) {
                try await master.revoke(.everything, claims.issuedAt)
            }
        }
    }

    @Test("finds each kind in Redis once it is published, and nothing else revoked", arguments: Kind.allCases)
    func inRedis(kind: Kind) async throws {
        try await withProcess { process, database in
            let it = try await prepare(kind, on: process.master)
            #expect(try await process.standing(of: it.doomed) == .alive)
            try await it.revoke()
            try await withProcess(process.endpoint, database) { revoker in
                _ = try await revoker.revocations.publisher.publish()
            }
            let counters = try await process.counters { () async throws in
                #expect(try await process.standing(of: it.doomed) == .revoked)
                for survivor in it.survivors { #expect(try await process.standing(of: survivor) == .alive) }
            }
            #expect(counters.redis == it.survivors.count + 1 && counters.revoked == 1)
        }
    }

    @Test("finds each kind in the database where Redis is not trusted", arguments: Kind.allCases)
    func inDatabase(kind: Kind) async throws {
        try await withProcess(running: .nothing) { process, _ in
            let it = try await prepare(kind, on: process.master)
            #expect(try await process.standing(of: it.doomed) == .alive)
            try await it.revoke()
            let counters = try await process.counters { () async throws in
                #expect(try await process.standing(of: it.doomed) == .revoked)
                for survivor in it.survivors { #expect(try await process.standing(of: survivor) == .alive) }
            }
            #expect(counters.database == it.survivors.count + 1 && counters.revoked == 1)
        }
    }

    @Test("believes the database about the session and its owner even where there is no revocation")
    func present() async throws {
        try await withProcess(running: .nothing) { process, _ in
            let claims = try await process.master.signIn()
            let strangers = AccessClaims.made(for: Account.ID.make().description, session: claims.sessionID)
            #expect(try await process.standing(of: strangers) == .revoked)
            #expect(try await process.standing(of: .made(for: claims.subject)) == .revoked)
            try await process.master.logOut(claims)
            try await process.master.session.execute("delete from revocations")
            #expect(try await process.standing(of: claims) == .revoked)
            let other = try await process.master.signIn()
            try await process.master.session.execute("update users set is_active = false")
            try await process.master.session.execute("delete from revocations")
            #expect(try await process.standing(of: other) == .revoked)
        }
    }

    @Test("asks the database about a token that claims to be good for longer than Redis remembers")
    func longLived() async throws {
        try await withProcess { process, _ in
            let claims = try await process.master.signIn()
            let long = AccessClaims.made(for: claims.subject, session: claims.sessionID, lasting: 3_601)
            let counters = try await process.counters { () async throws in
                #expect(try await process.standing(of: long) == .alive)
                #expect(try await process.standing(of: claims) == .alive)
            }
            #expect(counters.database == 1 && counters.redis == 1)
        }
    }

    @Test("asks the database when Redis holds something that is none of ours")
    func foreignValue() async throws {
        try await withProcess { process, _ in
            let claims = try await process.master.signIn()
            let name = process.revocations.list.name(of: .user(claims.subject, of: .platform))
            try await process.redis.send(["SET", name, "soon"])
            let counters = try await process.counters { () async throws in
                #expect(try await process.standing(of: claims) == .alive)
            }
            #expect(counters.database == 1)
        }
    }

    @Test("never accepts what was published before it was asked, 2,000 times", .timeLimit(.minutes(4)))
    func loop() async throws {
        try await withProcess { process, database in
            try await withProcess(process.endpoint, database) { revoker in
                let account = try await process.master.signIn().subject
                var accepted = 0
                let counters = try await process.counters { () async throws in
                    for _ in 0..<2_000 {
                        let claims = AccessClaims.made(for: account)
                        try await revoker.master.revoke(.session(claims.sessionID), 1)
                        try await revoker.revocations.publisher.publish([.session(claims.sessionID)])
                        if try await process.standing(of: claims) == .alive { accepted += 1 }
                    }
                }
                #expect(accepted == 0)
                #expect(counters.redis == 2_000)
            }
        }
    }
}
