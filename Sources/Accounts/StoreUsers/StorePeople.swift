package import Domain
import Foundation
import Requests
import Secrets
package import Tenancy

/// Signs people in at stores, and looks after them while they are signed in.
package struct StorePeople: Sendable {
    let master: Database<Master>
    let router: TenantRouter
    let tenants: TenantDatabases
    let directory: StoreUserDirectory
    let sessions: StoreSessions
    let hasher: PasswordHasher

    package init(
        master: Database<Master>, router: TenantRouter, tenants: TenantDatabases, directory: StoreUserDirectory,
        sessions: StoreSessions, hasher: PasswordHasher
    ) {
        self.master = master
        self.router = router
        self.tenants = tenants
        self.directory = directory
        self.sessions = sessions
        self.hasher = hasher
    }

    /// Signs somebody in whom the store knows, or its owner.
    ///
    /// - Throws: ``AccountError/invalidCredentials``, `TenantUnavailable`, ``PasswordHashingError``.
    package func login(
        _ email: String, password: Password, at store: Store.ID, from client: ClientInfo
    ) async throws -> (StoreUser, SessionTokens) {
        let route = try await route(to: store)
        do {
            let user = try await directory.check(email, password: password, at: route)
            let tokens = try await sessions.open(for: user.id, generation: user.generation, at: route, from: client)
            return (user, tokens)
        } catch AccountError.invalidCredentials {
            try await AuditQueries.insert(
                AuditEntry("store_login.failed", store: store, subject: email.lowercased(), client: client),
                on: master.session)
            throw AccountError.invalidCredentials
        }
    }

    /// Somebody who is signed in, as the store's database shows them now.
    ///
    /// - Throws: ``AccessTokenError/sessionRevoked`` when the store does not know them any more; `TenantUnavailable`.
    package func user(_ subject: String, of store: Store.ID) async throws -> StoreUser {
        try await record(subject, of: store).user
    }

    /// Gives a member of staff who knows the present password another one, and ends all their other sessions.
    ///
    /// - Returns: the sessions that ended, whose revocations are to be published.
    /// - Throws: ``AccountError/invalidCredentials``, ``AccountError/passwordOfPlatform`` for the owner,
    ///   ``WeakPassword``, `TenantUnavailable`.
    package func changePassword(
        of subject: String, at store: Store.ID, from current: Password, to new: Password, keeping session: SessionID,
        client: ClientInfo
    ) async throws -> [SessionID] {
        let (user, stored) = try await record(subject, of: store)
        guard !user.isOwner else { throw AccountError.passwordOfPlatform }
        guard try await hasher.verify(current, against: stored.flatMap { PasswordHash(stored: $0) }), let stored else {
            throw AccountError.invalidCredentials
        }
        try PasswordPolicy.check(new, for: user.email)
        let hash = try await hasher.hash(new)
        let isChanged = try await tenants.withSession(route(to: store), within: StoreUserDirectory.timeLimit) {
            tenant in
            try await StoreUserQueries.improve(user.id, from: stored, to: hash.phc.exposed, on: tenant)
        }
        guard isChanged else { throw AccountError.invalidCredentials }  // somebody else was quicker
        return try await sessions.end(
            .others(session), of: user.id, in: store, reason: "password", from: client)
    }

    private func record(_ subject: String, of store: Store.ID) async throws -> (user: StoreUser, hash: String?) {
        guard let id = UUID(canonical: subject) else { throw AccessTokenError.invalid }
        let found = try await tenants.withSession(route(to: store), within: StoreUserDirectory.timeLimit) { tenant in
            try await StoreUserQueries.user(id, on: tenant)
        }
        guard let record = found.first, found.count == 1, record.isActive else {
            throw AccessTokenError.sessionRevoked
        }
        guard let email = EmailAddress(record.email) else { throw TenantUnavailable.unreachable }
        return (try record.user(email, isOwner: record.isOwner == "true"), record.passwordHash)
    }

    private func route(to store: Store.ID) async throws -> TenantRoute {
        guard let route = try await router.route(to: store) else { throw TenantUnavailable.notActive }
        return route
    }
}
