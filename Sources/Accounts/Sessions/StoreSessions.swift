package import Domain
package import Foundation
package import Logging
import Postgres
import Requests
import Secrets
package import Tenancy

/// Sessions of stores' people. The rows are in each store's own database; which store a session is of stands in the
/// master's.
package struct StoreSessions: Sendable {
    let master: Database<Master>
    let router: TenantRouter
    let tenants: TenantDatabases
    let mint: TokenMint
    let lifetimes: SessionLifetimes
    let logger: Logger

    package init(
        master: Database<Master>, router: TenantRouter, tenants: TenantDatabases, tokens: AccessTokens,
        refreshKey: RefreshTokenKey, lifetimes: SessionLifetimes, logger: Logger
    ) {
        self.master = master
        self.router = router
        self.tenants = tenants
        self.lifetimes = lifetimes
        self.logger = logger
        mint = TokenMint(tokens: tokens, refreshKey: refreshKey)
    }

    /// Opens a session of somebody whose password was right.
    ///
    /// The master's row comes first: who ends all sessions in between ends this one too.
    ///
    /// - Parameter generation: the user's.
    /// - Throws: `TenantUnavailable`.
    package func open(
        for user: UUID, generation: Int64, at route: TenantRoute, from client: ClientInfo
    ) async throws -> SessionTokens {
        let id = SessionID.make()
        let salt = SecretBytes.random(count: 16).withUnsafeBytes { Array($0) }
        try await master.transaction { master in
            try await StoreSessionIndexQueries.insert(
                id, of: user, generation: generation, in: route.store, lifetime: lifetimes.absolute, on: master)
            try await AuditQueries.insert(
                AuditEntry("store_session.opened", store: route.store, subject: "\(user)", client: client), on: master)
        }
        try await tenants.withSession(route) { tenant in
            try await StoreSessionQueries.insert(
                id, of: user, in: route.store, salt: salt, lifetimes: lifetimes, client: client, on: tenant)
        }
        let row = SessionRow(opening: user.canonical, generation: generation, salt: salt)
        return try mint.tokens(
            of: id, row, counter: 0, audience: .store(route.store), storeGeneration: route.generation)
    }

    /// Redeems a refresh token of a store's realm, at whatever host.
    ///
    /// - Throws: ``AccessTokenError``, `TenantUnavailable`.
    package func refresh(_ token: RefreshToken, from client: ClientInfo) async throws -> SessionTokens {
        guard token.realm == .store,
            let known = try await StoreSessionIndexQueries.find(token.sessionID, on: master.session)
        else { throw AccessTokenError.invalid }
        guard !known.isOver else { throw AccessTokenError.sessionRevoked }
        guard let route = try await router.route(to: known.storeId) else { throw AccessTokenError.sessionRevoked }
        return try await SessionRenewal(mint: mint, logger: logger).redeem(
            token, from: OneStoreSessions(sessions: self, route: route, known: known),
            for: .store(route.store),
            storeGeneration: route.generation, by: client)
    }

    /// Deletes from the master database what sessions of stores have left there a month after their end; what is in a
    /// store's own database goes when the user logs in again.
    ///
    /// - Returns: how many; less than `limit` when there are no more.
    package func prune(limit: Int) async throws -> Int {
        try await StoreSessionIndexQueries.prune(limit: limit, on: master.session)
    }

    /// Ends sessions of a store's user that live. Once more is no error.
    ///
    /// The store's rows are ended first; when its database is away that is left out, since the master's rows alone kill
    /// refresh and access tokens.
    ///
    /// - Returns: those whose revocations are to be published: these, and others of the last day.
    @discardableResult
    package func end(
        _ selection: SessionSelection, of user: UUID, in store: Store.ID, reason: String = "logout",
        from client: ClientInfo
    ) async throws -> [SessionID] {
        if let route = try await router.route(to: store) {
            do {
                try await tenants.withSession(route) { tenant in
                    try await StoreSessionQueries.end(selection, of: user, reason: reason, on: tenant)
                }
            } catch is TenantUnavailable {}
        }
        return try await master.transaction { master in
            let ended = try await StoreSessionIndexQueries.end(selection, of: user, in: store, on: master)
            for id in ended {
                try await AuditQueries.insert(
                    AuditEntry(
                        "store_session.ended", store: store, subject: "\(id)", client: client,
                        detail: ["reason": reason]), on: master)
            }
            return try await StoreSessionIndexQueries.endedLately(selection, of: user, in: store, on: master)
        }
    }

    /// The newest of the sessions that live, as the store's database has them.
    package func list(of user: UUID, in store: Store.ID) async throws -> [SessionSummary] {
        guard let route = try await router.route(to: store) else { throw TenantUnavailable.notActive }
        return try await tenants.withSession(route) { tenant in
            try await StoreSessionQueries.list(of: user, limit: PlatformSessions.listLimit, on: tenant)
        }
    }
}

/// The rows of one store.
private struct OneStoreSessions: SessionRows {
    let sessions: StoreSessions
    let route: TenantRoute
    /// What the master database knows of the session.
    let known: StoreSessionIndexQueries.Entry

    /// The store's row, if it is still the one of the user whom the master database names.
    func read(_ id: SessionID) async throws -> SessionRow? {
        let found = try await sessions.tenants.withSession(route) { tenant in
            try await StoreSessionQueries.read(id, on: tenant)
        }
        guard var row = found, row.subject == known.subject.canonical else { return nil }
        guard row.generation <= known.generation else { throw AccessTokenError.sessionRevoked }
        row.confirmed = max(row.confirmed, known.confirmed)
        return row
    }

    func rotate(_ id: SessionID, from counter: UInt32) async throws -> Bool {
        let idle = sessions.lifetimes.idle
        return try await sessions.tenants.withSession(route) { tenant in
            try await StoreSessionQueries.rotate(id, from: counter, idle: idle, on: tenant)
        }
    }

    func endAfterReuse(_ id: SessionID, of row: SessionRow, by client: ClientInfo) async throws {
        try await sessions.end(.one(id), of: known.subject, in: route.store, reason: "reuse", from: client)
    }
}
