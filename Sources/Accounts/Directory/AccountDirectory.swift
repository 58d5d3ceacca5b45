package import Domain
package import Foundation
import Secrets
package import Tenancy

/// Signs people up and in.
///
/// A session row is written with every sign-in; the tokens name it, and ending it ends them.
package struct AccountDirectory: Sendable {
    let master: Database<Master>
    let hasher: PasswordHasher
    let tokens: AccessTokens
    let refreshKey: RefreshTokenKey
    let lifetimes: SessionLifetimes

    package init(
        master: Database<Master>, hasher: PasswordHasher, tokens: AccessTokens, refreshKey: RefreshTokenKey,
        lifetimes: SessionLifetimes
    ) {
        self.master = master
        self.hasher = hasher
        self.tokens = tokens
        self.refreshKey = refreshKey
        self.lifetimes = lifetimes
    }

    /// Makes an account and signs it in; `alongside` runs in the same transaction, so either all of it is there or
    /// nothing is.
    ///
    /// - Throws: ``WeakPassword``, ``AccountError/emailTaken``, what `alongside` throws.
    package func register<Extra: Sendable>(
        _ registration: Registration, from client: ClientInfo,
        alongside: (Account, Session<Master>) async throws -> Extra
    ) async throws -> (SignedIn, Extra) {
        try PasswordPolicy.check(registration.password, for: registration.email)
        let hash = try await hasher.hash(registration.password)
        return try await master.transaction { master in
            guard
                let account = try await AccountQueries.insert(.make(), registration, hash: hash.phc.exposed, on: master)
            else {
                throw AccountError.emailTaken
            }
            let extra = try await alongside(account, master)
            return (try await signIn(account, generation: 1, from: client, on: master), extra)
        }
    }

    /// Signs somebody in at the platform's own hostname.
    ///
    /// Exactly one password hash is computed, whoever it is and whatever is wrong.
    ///
    /// - Throws: ``AccountError/invalidCredentials``.
    package func login(email: String, password: Password, from client: ClientInfo) async throws -> SignedIn {
        let login: AccountQueries.Login? =
            if let address = EmailAddress(email) {
                try await AccountQueries.login(address, on: master.reading)
            } else {
                nil
            }
        let matches = try await hasher.verify(password, against: login?.passwordHash.flatMap { PasswordHash(phc: $0) })
        guard matches, let login, login.isActive,
            let account = try await AccountQueries.find(login.id, on: master.reading)
        else { throw AccountError.invalidCredentials }
        return try await signIn(account, generation: login.generation, from: client, on: master.session)
    }

    /// The account of somebody who is signed in.
    package func account(_ id: Account.ID) async throws -> Account {
        guard let account = try await AccountQueries.find(id, on: master.reading) else {
            throw AccessTokenError.invalid
        }
        return account
    }

    /// The public keys that access tokens can be checked with, as a JWK set.
    package var jwks: Data { tokens.keys.jwks }

    private func signIn(
        _ account: Account, generation: Int64, from client: ClientInfo, on master: Session<Master>
    ) async throws -> SignedIn {
        let session = SessionID.make()
        let salt = SecretBytes.random(count: 16).withUnsafeBytes { Array($0) }
        try await SessionQueries.insert(
            session, of: account.id, salt: salt, lifetimes: lifetimes, client: client, on: master)
        let access = try tokens.mint(
            for: account.id.description, audience: .platform, session: session, generation: generation,
            refreshCounter: 0)
        let refresh = RefreshToken(realm: .platform, sessionID: session, counter: 0, salt: salt, key: refreshKey)
        return SignedIn(
            account: account, accessToken: access.token, refreshToken: refresh.text,
            expiresIn: .seconds(tokens.lifetime))
    }
}
