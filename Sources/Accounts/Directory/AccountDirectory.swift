package import Domain
import Requests
import Secrets
package import Tenancy

/// Signs people up and in.
///
/// A session row is written with every sign-in; the tokens name it, and ending it ends them.
package struct AccountDirectory: Sendable {
    let master: Database<Master>
    let hasher: PasswordHasher
    let sessions: PlatformSessions

    package init(master: Database<Master>, hasher: PasswordHasher, sessions: PlatformSessions) {
        self.master = master
        self.hasher = hasher
        self.sessions = sessions
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
            try await AuditQueries.insert(
                AuditEntry("user.registered", actor: account.id, subject: "\(account.id)", client: client), on: master)
            let extra = try await alongside(account, master)
            guard let tokens = try await sessions.open(for: account.id, from: client, on: master) else {
                throw AccountError.invalidCredentials
            }
            return (SignedIn(account: account, tokens: tokens), extra)
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
        let signedIn: SignedIn? = try await master.transaction { master in
            if matches, let login, login.isActive, let account = try await AccountQueries.find(login.id, on: master),
                let tokens = try await sessions.open(
                    for: login.id, checked: login.passwordHash, from: client, on: master)
            {
                return SignedIn(account: account, tokens: tokens)
            }
            try await AuditQueries.insert(
                AuditEntry("login.failed", actor: login?.id, subject: email.lowercased(), client: client), on: master)
            return nil
        }
        guard let signedIn else { throw AccountError.invalidCredentials }
        return signedIn
    }

    /// Gives somebody who knows the present password another one, and ends all their other sessions.
    ///
    /// - Returns: the sessions that ended, whose revocations are to be published.
    /// - Throws: ``AccountError/invalidCredentials``, ``WeakPassword``.
    package func changePassword(
        of id: Account.ID, from current: Password, to new: Password, keeping session: SessionID, client: ClientInfo
    ) async throws -> [SessionID] {
        let account = try await account(id)
        let login = try await AccountQueries.login(account.email, on: master.session)
        let known = login?.passwordHash.flatMap { PasswordHash(phc: $0) }
        guard try await hasher.verify(current, against: known), login?.id == id, let old = login?.passwordHash else {
            try await AuditQueries.insert(
                AuditEntry("password.refused", actor: id, subject: "\(id)", client: client), on: master.session)
            throw AccountError.invalidCredentials
        }
        try PasswordPolicy.check(new, for: account.email)
        let hash = try await hasher.hash(new)
        return try await master.transaction { master in
            guard try await AccountQueries.setPassword(hash.phc.exposed, insteadOf: old, of: id, on: master) else {
                throw AccountError.invalidCredentials  // somebody else was quicker
            }
            try await AuditQueries.insert(
                AuditEntry("password.changed", actor: id, subject: "\(id)", client: client), on: master)
            return try await PlatformSessionQueries.end(.others(session), of: id, reason: "password", on: master)
        }
    }

    /// The account of somebody who is signed in.
    package func account(_ id: Account.ID) async throws -> Account {
        guard let account = try await AccountQueries.find(id, on: master.reading) else {
            throw AccessTokenError.invalid
        }
        return account
    }
}
