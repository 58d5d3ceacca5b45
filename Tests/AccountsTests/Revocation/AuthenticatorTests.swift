import Domain
import Foundation
import Logging
import Postgres
import Secrets
import Tenancy
import Testing

@testable import Accounts

@Suite("An authenticator", .timeLimit(.minutes(5)))
struct AuthenticatorTests {
    private func withAuthenticator(
        _ body: (Authenticator, RevocationProcess, TokenFixture) async throws -> Void
    ) async throws {
        try await withProcess { process, _ in
            let fixture = try TokenFixture()
            let authenticator = Authenticator(
                tokens: fixture.tokens, revocations: process.revocations.check,
                confirmations: SessionConfirmations(master: process.master, logger: Logger(label: "test")),
                master: process.master)
            try await body(authenticator, process, fixture)
        }
    }

    private func token(_ fixture: TokenFixture, _ claims: AccessClaims, subject: String? = nil) throws -> String {
        try fixture.tokens.mint(
            for: subject ?? claims.subject, audience: claims.audience, session: claims.sessionID, generation: 1,
            refreshCounter: 0
        ).token.exposed
    }

    @Test("says whose account a token is of, until its session is ended")
    func account() async throws {
        try await withAuthenticator { authenticator, process, fixture in
            let claims = try await process.master.signIn()
            let text = try token(fixture, claims)
            for audience in [Audience.platform, nil] {
                let principal = try await authenticator.authenticate(bearer: text, audience: audience)
                #expect(try principal.accountID.description == claims.subject)
                #expect(principal.sessionID == claims.sessionID && principal.storeID == nil)
            }
            try await process.master.logOut(claims)
            try await process.revocations.publisher.publish([.session(claims.sessionID)])
            await #expect(throws: AccessTokenError.sessionRevoked) {
                _ = try await authenticator.authenticate(bearer: text, audience: .platform)
            }
        }
    }

    @Test("takes a store's token for that store alone, and for no account")
    func customer() async throws {
        try await withAuthenticator { authenticator, process, fixture in
            let store = Store.ID.make()
            let account = try await process.master.signIn().subject
            let text = try token(fixture, .made(for: account, audience: .store(store)))
            let principal = try await authenticator.authenticate(bearer: text, audience: .store(store))
            #expect(principal.identity == .customer(of: store, subject: account) && principal.storeID == store)
            #expect(throws: AccessTokenError.wrongAudience) { try principal.accountID }
            await #expect(throws: AccessTokenError.wrongAudience) { try await authenticator.requireOperator(principal) }
            for audience in [Audience.platform, .store(.make())] {
                await #expect(throws: AccessTokenError.wrongAudience) {
                    _ = try await authenticator.authenticate(bearer: text, audience: audience)
                }
            }
            #expect(try await authenticator.authenticate(bearer: text, audience: nil).storeID == store)
        }
    }

    @Test("refuses a genuine token whose subject is none of the platform's, and no token at all")
    func invalid() async throws {
        try await withAuthenticator { authenticator, process, fixture in
            let text = try token(fixture, try await process.master.signIn(), subject: "somebody")
            await #expect(throws: AccessTokenError.invalid) {
                _ = try await authenticator.authenticate(bearer: text, audience: .platform)
            }
            await #expect(throws: AccessTokenError.missing) {
                _ = try await authenticator.authenticate(bearer: nil, audience: .platform)
            }
        }
    }

    @Test("asks the database who is an operator, each time")
    func operators() async throws {
        try await withAuthenticator { authenticator, process, _ in
            let claims = try await process.master.signIn()
            let principal = try Principal(claims)
            await #expect(throws: AccountError.notOperator) { try await authenticator.requireOperator(principal) }
            try await process.master.session.execute("update users set role = 'operator'")
            try await authenticator.requireOperator(principal)
            try await process.master.session.execute("update users set is_active = false")
            await #expect(throws: AccountError.notOperator) { try await authenticator.requireOperator(principal) }
        }
    }
}
