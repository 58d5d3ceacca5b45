import Accounts
import Domain
import Foundation
import Logging
import Postgres
import Secrets
import Tenancy
import Testing

/// Makes sessions as a log-in leaves them behind, without a password's price: for tests that need thousands.
///
/// Has the platform's own keys, so it can also make tokens that only the platform could have made: expired ones, ones
/// for another audience.
struct SessionFactory: Sendable {
    struct Made: Sendable {
        let id: SessionID
        let access: String
        let refresh: String
    }

    let master: Database<Master>
    let keys: PlatformKeys

    static func with(_ platform: Platform, _ body: (SessionFactory) async throws -> Void) async throws {
        let pool = PostgresPool(
            endpoint: platform.master,
            configuration: PostgresPoolConfiguration(maximumConnections: 4, sharedReaders: 1, name: "factory"),
            logger: Logger(label: "factory"))
        do {
            let keyring = try Keyring(parsing: #require(platform.environment["TENANTRY_CREDENTIAL_KEYS"]))
            let keys = try await PlatformKeys.load(with: keyring, on: Database(pool))
            try await body(SessionFactory(master: Database(pool), keys: keys))
            await pool.close()
        } catch {
            await pool.close()
            throw error
        }
    }

    /// A minter whose clock is off by so many seconds.
    func tokens(shifted seconds: Double = 0) -> AccessTokens {
        AccessTokens(issuer: "https://localhost", keys: keys.signing) { Date().addingTimeInterval(seconds) }
    }

    /// A session of a platform account, and its first tokens.
    func makeSession(of account: String) async throws -> Made {
        let id = SessionID.make()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        let owner = try #require(Account.ID(account))
        try await master.session.execute(
            """
            insert into sessions (id, user_id, salt, idle_expires_at, abs_expires_at)
            values (\(id), \(owner), \(salt), now() + interval '1 hour', now() + interval '1 day')
            """)
        let access = try tokens().mint(
            for: account, audience: .platform, session: id, generation: 1, refreshCounter: 0)
        let refresh = RefreshToken(realm: .platform, sessionID: id, counter: 0, salt: salt, key: keys.refresh)
        return Made(id: id, access: access.token.exposed, refresh: refresh.text.exposed)
    }
}

/// How often a race is run: `TENANTRY_TEST_ROUNDS` for a long look, fewer by default.
enum Rounds {
    static func of(_ usual: Int) -> Int {
        ProcessInfo.processInfo.environment["TENANTRY_TEST_ROUNDS"].flatMap { Int($0) } ?? usual
    }
}
