import Crypto
import Domain
import Foundation
import Logging
import Postgres
import Secrets
import Tenancy
import TestSupport
import Testing

@testable import Accounts

@Suite("Sessions of the platform", .timeLimit(.minutes(5)))
struct PlatformSessionsTests {
    private struct World {
        let master: Database<Master>
        let sessions: PlatformSessions
        let account: Account.ID
        let key: RefreshTokenKey
        let client = ClientInfo(address: "192.0.2.7", userAgent: String(repeating: "u", count: 900), requestID: "r")

        func open() async throws -> RefreshToken {
            let tokens = try await master.transaction {
                try await sessions.open(for: account, from: client, on: $0)
            }
            return try #require(tokens.flatMap { RefreshToken($0.refreshToken.exposed) })
        }

        func refresh(_ token: RefreshToken) async throws -> RefreshToken {
            try #require(RefreshToken(try await sessions.refresh(token, from: client).refreshToken.exposed))
        }

        func audited(_ action: String) async throws -> Int64 {
            try await master.session.first(
                "select count(*) from audit_log where action = \(action)", as: Int64.self) ?? 0
        }
    }

    private func withWorld(_ body: (World) async throws -> Void) async throws {
        try await withMasterDatabase { master in
            let account = Account.ID.make()
            try await master.session.execute(
                """
                insert into users (id, email, first_name, last_name) values (\(account), 'a@example.com', 'A', 'B')
                """)
            let key = try #require(RefreshTokenKey(.random(count: 32)))
            let name = try #require(KeyID("k"))
            let tokens = AccessTokens(
                issuer: "test", keys: try SigningKeySet([SigningKey(generating: name, state: .active)]))
            let sessions = PlatformSessions(
                master: master, tokens: tokens, refreshKey: key, lifetimes: SessionLifetimes(),
                logger: Logger(label: "test"))
            try await body(World(master: master, sessions: sessions, account: account, key: key))
        }
    }

    @Test("each token is good once, and the next one follows")
    func rotation() async throws {
        try await withWorld { world in
            var token = try await world.open()
            for count: UInt32 in 1...5 {
                token = try await world.refresh(token)
                #expect(token.counter == count)
            }
            let row = try await world.master.session.first(
                "select rt_counter, rt_confirmed, length(user_agent) from sessions", as: (Int64, Int64, Int32).self)
            #expect(row.map { "\($0)" } == "(5, 4, 400)")
            #expect(try await world.audited("session.opened") == 1)
        }
    }

    @Test("of 64 at once one rotates, and all get the same token")
    func concurrent() async throws {
        try await withWorld { world in
            let token = try await world.open()
            let answers = try await withThrowingTaskGroup(of: RefreshToken.self) { group in
                for _ in 1...64 { group.addTask { try await world.refresh(token) } }
                return try await group.reduce(into: Set<RefreshToken>()) { $0.insert($1) }
            }
            #expect(answers.count == 1 && answers.first?.counter == 1)
        }
    }

    @Test("a spent token ends the session, and that is written down once")
    func reuse() async throws {
        try await withWorld { world in
            let first = try await world.open()
            let third = try await world.refresh(try await world.refresh(first))
            await #expect(throws: AccessTokenError.refreshReused) { try await world.refresh(first) }
            for token in [first, third] {
                await #expect(throws: AccessTokenError.sessionRevoked) { try await world.refresh(token) }
            }
            #expect(try await world.audited("session.reuse_detected") == 1)
            let revoked = try await world.master.session.first(
                "select count(*) from revocations where key = \("sid:\(first.sessionID)")", as: Int64.self)
            #expect(revoked == 1)
        }
    }

    @Test("a token that was not made for the session is refused and changes nothing")
    func forged() async throws {
        try await withWorld { world in
            let token = try await world.open()
            let other = try #require(RefreshTokenKey(.random(count: 32)))
            for (id, counter, key) in [
                (token.sessionID, UInt32(0), other), (token.sessionID, 5, world.key), (.make(), 0, world.key),
            ] {
                let forged = RefreshToken(
                    realm: .platform, sessionID: id, counter: counter, salt: Array(repeating: 1, count: 16), key: key)
                await #expect(throws: AccessTokenError.invalid) { try await world.refresh(forged) }
            }
            let store = RefreshToken(
                realm: .store, sessionID: token.sessionID, counter: 0, salt: Array(repeating: 0, count: 16),
                key: world.key)
            await #expect(throws: AccessTokenError.invalid) { try await world.refresh(store) }
            #expect(try await world.refresh(token).counter == 1)
        }
    }

    @Test("a session ends with its time, and with its account")
    func ends() async throws {
        try await withWorld { world in
            let old = try await world.open()
            try await world.master.session.execute("update sessions set idle_expires_at = now() - interval '1 s'")
            await #expect(throws: AccessTokenError.expired) { try await world.refresh(old) }
            let token = try await world.open()
            try await world.master.session.execute("update users set is_active = false")
            await #expect(throws: AccessTokenError.sessionRevoked) { try await world.refresh(token) }
            let none = try await world.master.transaction {
                try await world.sessions.open(for: world.account, from: world.client, on: $0)
            }
            #expect(none == nil)
        }
    }

    @Test("ending them meets those that live, says which, and is no error once more")
    func ending() async throws {
        try await withWorld { world in
            let tokens = [try await world.open(), try await world.open(), try await world.open()]
            let others = try await world.sessions.end(
                .others(tokens[0].sessionID), of: world.account, from: world.client)
            #expect(Set(others) == Set(tokens[1...].map(\.sessionID)))
            #expect(try await world.sessions.list(of: world.account).map(\.id) == [tokens[0].sessionID])
            #expect(try await world.sessions.end(.all, of: .make(), from: world.client) == [])
            #expect(try await world.sessions.end(.all, of: world.account, from: world.client).count == 3)
            #expect(try await world.sessions.list(of: world.account).isEmpty)
            // Once more tells the same, for whoever has to publish it.
            #expect(try await world.sessions.end(.all, of: world.account, from: world.client).count == 3)
            #expect(try await world.audited("session.ended") == 3)
        }
    }

    @Test("a log-in with a password that was changed meanwhile opens nothing")
    func changedPassword() async throws {
        try await withWorld { world in
            try await world.master.session.execute("update users set password_hash = '$argon2id$new'")
            for (hash, opens) in [("$argon2id$old", false), ("$argon2id$new", true)] {
                let tokens = try await world.master.transaction {
                    try await world.sessions.open(
                        for: world.account, checked: hash, from: world.client, on: $0)
                }
                #expect((tokens != nil) == opens)
            }
        }
    }

    @Test("no token outlives an end that it raced")
    func race() async throws {
        try await withWorld { world in
            for _ in 1...150 {
                let token = try await world.open()
                async let renewed = try? world.refresh(token)
                _ = try await world.sessions.end(.one(token.sessionID), of: world.account, from: world.client)
                for left in [await renewed, token].compactMap(\.self) {
                    await #expect(throws: AccessTokenError.sessionRevoked) { try await world.refresh(left) }
                }
            }
        }
    }

    @Test("the first use of a renewed token is noted, once")
    func confirmation() async throws {
        try await withWorld { world in
            let token = try await world.refresh(try await world.open())
            let confirmations = SessionConfirmations(master: world.master, logger: Logger(label: "test"))
            let claims = AccessClaims(
                issuer: "i", audience: .platform, subject: "s", sessionID: token.sessionID, tokenID: UUID(),
                issuedAt: 0,
                notBefore: 0, expiresAt: 0, generation: 1, storeGeneration: nil, refreshCounter: 1, authenticatedAt: 0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await confirmations.run() }
                for _ in 1...3 { confirmations.note(claims) }
                try await eventually {
                    try await world.master.session.first("select rt_confirmed from sessions", as: Int64.self) == 1
                }
                group.cancelAll()
            }
        }
    }

    @Test("a month after its end a session is deleted, and no other")
    func pruning() async throws {
        try await withWorld { world in
            let sessions = [try await world.open(), try await world.open(), try await world.open()].map(\.sessionID)
            _ = try await world.open()
            let age: @Sendable (SessionID, SQL) async throws -> Void = { id, change in
                try await world.master.session.execute("update sessions set \(fragment: change) where id = \(id)")
            }
            try await age(sessions[0], "revoked_at = now() - interval '31 days', revoke_reason = 'logout'")
            try await age(
                sessions[1], "idle_expires_at = now() - interval '31 days', abs_expires_at = now() - interval '1 day'")
            try await age(sessions[2], "revoked_at = now(), revoke_reason = 'logout'")
            #expect(try await world.sessions.prune(limit: 1) == 1)
            #expect(try await world.sessions.prune(limit: 10) == 1)
            #expect(try await world.sessions.prune(limit: 10) == 0)
            #expect(try await world.master.session.first("select count(*) from sessions", as: Int64.self) == 2)
        }
    }
}
