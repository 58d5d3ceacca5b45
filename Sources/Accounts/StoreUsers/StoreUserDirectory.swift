import Domain
package import Logging
import Postgres
import Secrets
package import Tenancy

/// Proves who somebody is in one store.
///
/// Staff are checked against the store's own database, which belongs to the customer: what it says makes nobody anything
/// but a user of this store. Its owner is checked against the platform's account alone.
package struct StoreUserDirectory: Sendable {
    /// What a login may take of a store's database, in all.
    package static let timeLimit: Duration = .seconds(5)

    let master: Database<Master>
    let tenants: TenantDatabases
    let hasher: PasswordHasher
    let logger: Logger

    package init(master: Database<Master>, tenants: TenantDatabases, hasher: PasswordHasher, logger: Logger) {
        self.master = master
        self.tenants = tenants
        self.hasher = hasher
        self.logger = logger
    }

    /// Checks an address and a password.
    ///
    /// For everybody the same statements run and one hash is computed: for an unknown address, a wrong password,
    /// somebody disabled or without a password, a hash that is malformed or too dear to check. A hash of an old kind is
    /// replaced when its password was right.
    ///
    /// - Parameters:
    ///   - email: as typed; what is no address is nobody's.
    ///   - route: the store that the hostname led to.
    /// - Throws: ``AccountError/invalidCredentials``; ``TenantUnavailable`` when the store is not open, its database
    ///   does not answer in ``timeLimit``, or answers with anything but a user; ``PasswordHashingError``.
    package func check(_ email: String, password: Password, at route: TenantRoute) async throws -> StoreUser {
        let deadline = ContinuousClock.now + Self.timeLimit
        let address = EmailAddress(email)
        guard let owner = try await StoreUserQueries.owner(of: route.store, on: master.reading) else {
            throw TenantUnavailable.notActive
        }
        let isOwner = address == owner.email
        let found = try await tenants.withSession(route, within: Self.timeLimit) { tenant in
            try await StoreUserQueries.users(address?.normalized ?? "", asOwner: isOwner, on: tenant)
        }
        guard found.count <= 1 else { throw TenantUnavailable.unreachable }
        let record = found.first
        let hash = isOwner ? Self.hash(of: owner) : Self.hash(of: record)
        guard try await hasher.verify(password, against: hash), let hash, let address else {
            throw AccountError.invalidCredentials
        }
        guard let record else { throw TenantUnavailable.unreachable }  // an owner whom the store has lost
        guard record.isActive else { throw AccountError.invalidCredentials }
        let user = try record.user(address, isOwner: isOwner)
        if !isOwner, hash.needsRehash, let old = record.passwordHash {
            try await improve(user, from: old, password: password, at: route, until: deadline)
        }
        return user
    }

    private static func hash(of owner: StoreUserQueries.Owner) -> PasswordHash? {
        owner.isActive ? owner.passwordHash.flatMap { PasswordHash(phc: $0) } : nil
    }

    private static func hash(of record: StoreUserRecord?) -> PasswordHash? {
        guard let record, record.isActive else { return nil }
        return record.passwordHash.flatMap { PasswordHash(stored: $0) }
    }

    /// As good as it goes: a login that was proven is not refused because its hash stays as it is.
    private func improve(
        _ user: StoreUser, from old: String, password: Password, at route: TenantRoute,
        until deadline: ContinuousClock.Instant
    ) async throws {
        do {
            let new = try await hasher.hash(password)
            let left = ContinuousClock.now.duration(to: deadline)
            _ = try await tenants.withSession(route, within: left) { [id = user.id] tenant in
                try await StoreUserQueries.improve(id, from: old, to: new.phc.exposed, on: tenant)
            }
        } catch {
            try Task.checkCancellation()
            logger.notice(
                "password hash not renewed", metadata: ["store": "\(route.store)", "error": "\(type(of: error))"])
        }
    }
}
