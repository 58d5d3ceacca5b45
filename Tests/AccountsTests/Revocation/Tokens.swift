import Domain
import Foundation
import Postgres
import Tenancy

@testable import Accounts

extension AccessClaims {
    /// What a token of this moment says.
    static func made(
        for subject: String, audience: Audience = .platform, session: SessionID = .make(), generation: Int64 = 1,
        storeGeneration: Int64 = 1, issuedAt: Int64 = Int64(Date().timeIntervalSince1970), lasting: Int64 = 600
    ) -> AccessClaims {
        AccessClaims(
            issuer: TokenFixture.issuer, audience: audience, subject: subject, sessionID: session,
            tokenID: .version7(), issuedAt: issuedAt, notBefore: issuedAt, expiresAt: issuedAt + lasting,
            generation: generation, storeGeneration: audience == .platform ? nil : storeGeneration, refreshCounter: 0,
            authenticatedAt: issuedAt)
    }
}

/// Makes and ends what tokens rest on, as other parts of the platform do.
extension Database<Master> {
    /// Signs somebody new up and in.
    func signIn() async throws -> AccessClaims {
        let id = Account.ID.make()
        try await session.execute(
            """
            insert into users (id, email, first_name, last_name) values (\(id), \("\(id)@example.com"), 'Ada', 'Lovelace')
            """)
        return try await signIn(id.description)
    }

    /// Signs somebody in once more.
    func signIn(_ account: String, generation: Int64 = 1) async throws -> AccessClaims {
        let session = SessionID.make()
        try await self.session.execute(
            """
            insert into sessions (id, user_id, salt, idle_expires_at, abs_expires_at)
            values (\(session), \(account)::text::uuid, decode(repeat('00', 16), 'hex'), now() + '1 h', now() + '1 h')
            """)
        return .made(for: account, session: session, generation: generation)
    }

    /// A store of somebody new.
    func makeStore() async throws -> Store.ID {
        let owner = try await signIn().subject
        let id = Store.ID.make()
        try await session.execute(
            """
            insert into stores (id, owner_id, name, slug)
            values (\(id), \(owner)::text::uuid, 'Shop', \("s-\(id)"))
            """)
        return id
    }

    /// Ends the session of a token; nobody is told.
    func logOut(_ claims: AccessClaims) async throws {
        try await session.execute(
            "update sessions set revoked_at = now(), revoke_reason = 'logout' where id = \(claims.sessionID)")
    }

    /// Ends all tokens of an account.
    func raiseGeneration(of account: String) async throws {
        try await session.execute(
            "update users set generation = generation + 1 where id = \(account)::text::uuid")
    }

    /// Ends all tokens of a store's people.
    func raiseGeneration(of store: Store.ID) async throws {
        try await session.execute("update stores set generation = generation + 1 where id = \(store)")
    }

    /// Writes a revocation that no trigger writes.
    func revoke(_ key: RevocationKey, _ value: Int64) async throws {
        try await session.execute("select revoke_access(\(key), \(value))")
    }

    /// How many revocations Redis was not told of.
    var unpublished: Int64? {
        get async throws {
            try await session.first("select count(*) from revocations where published_at is null", as: Int64.self)
        }
    }
}
