package import Domain
import Foundation
package import Logging
package import Requests
import Secrets
package import Tenancy

/// Sessions of the platform's own people, in the master database.
///
/// What ends here is dead for refresh tokens with the commit. For access tokens the same commit writes a revocation,
/// which has yet to be published before anybody may be told that it counts everywhere.
package struct PlatformSessions: Sendable {
    /// Sessions that a list shows at most.
    package static let listLimit = 200

    let master: Database<Master>
    private let mint: TokenMint
    private let lifetimes: SessionLifetimes
    private let logger: Logger

    package init(
        master: Database<Master>, tokens: AccessTokens, refreshKey: RefreshTokenKey, lifetimes: SessionLifetimes,
        logger: Logger
    ) {
        self.master = master
        self.lifetimes = lifetimes
        self.logger = logger
        mint = TokenMint(tokens: tokens, refreshKey: refreshKey)
    }

    /// Opens a session in the caller's transaction.
    ///
    /// - Parameter hash: of the password that was checked; `nil` when none was.
    /// - Returns: `nil` when the account is not active, or has another password by now.
    func open(
        for account: Account.ID, checked hash: String? = nil, from client: ClientInfo, on master: Session<Master>
    ) async throws -> SessionTokens? {
        let id = SessionID.make()
        let salt = SecretBytes.random(count: 16).withUnsafeBytes { Array($0) }
        guard
            let generation = try await PlatformSessionQueries.insert(
                id, of: account, checked: hash, salt: salt, lifetimes: lifetimes, client: client, on: master)
        else { return nil }
        try await AuditQueries.insert(
            AuditEntry("session.opened", actor: account, subject: "\(id)", client: client), on: master)
        let row = SessionRow(opening: account.description, generation: generation, salt: salt)
        return try mint.tokens(of: id, row, counter: 0, audience: .platform)
    }

    /// Redeems a refresh token of this realm.
    ///
    /// - Throws: ``AccessTokenError``: `invalid`, `sessionRevoked`, `expired`, `refreshReused`.
    package func refresh(_ token: RefreshToken, from client: ClientInfo) async throws -> SessionTokens {
        guard token.realm == .platform else { throw AccessTokenError.invalid }
        return try await SessionRenewal(mint: mint, logger: logger).redeem(
            token, from: self, for: .platform, by: client)
    }

    /// Ends sessions of an account that live. Once more is no error.
    ///
    /// - Returns: those whose revocations are to be published: these, and others of the last day, since whoever asks once
    ///   more may do so because they were not.
    @discardableResult
    package func end(
        _ selection: SessionSelection, of account: Account.ID, from client: ClientInfo
    ) async throws -> [SessionID] {
        try await master.transaction { master in
            let ended = try await PlatformSessionQueries.end(
                selection, of: account, reason: "logout", on: master)
            for id in ended {
                try await AuditQueries.insert(
                    AuditEntry("session.ended", actor: account, subject: "\(id)", client: client), on: master)
            }
            return try await PlatformSessionQueries.endedLately(selection, of: account, on: master)
        }
    }

    /// The newest of the sessions that live.
    package func list(of account: Account.ID) async throws -> [SessionSummary] {
        try await PlatformSessionQueries.list(of: account, limit: Self.listLimit, on: master.reading)
    }

    /// Deletes sessions that ended more than 30 days ago.
    ///
    /// - Returns: how many; less than `limit` when there are no more.
    package func prune(limit: Int) async throws -> Int {
        try await PlatformSessionQueries.prune(limit: limit, on: master.session)
    }
}

extension PlatformSessions: SessionRows {
    func read(_ id: SessionID) async throws -> SessionRow? {
        try await PlatformSessionQueries.read(id, on: master.session)
    }

    func rotate(_ id: SessionID, from counter: UInt32) async throws -> Bool {
        try await PlatformSessionQueries.rotate(id, from: counter, idle: lifetimes.idle, on: master.session)
    }

    func endAfterReuse(_ id: SessionID, of row: SessionRow, by client: ClientInfo) async throws {
        guard let account = Account.ID(row.subject) else { return }
        try await master.transaction { master in
            let ended = try await PlatformSessionQueries.end(.one(id), of: account, reason: "reuse", on: master)
            guard !ended.isEmpty else { return }
            try await AuditQueries.insert(
                AuditEntry("session.reuse_detected", actor: account, subject: "\(id)", client: client), on: master)
        }
        logger.warning("a spent refresh token was shown; its session is over", metadata: ["session": "\(id)"])
    }
}

extension SessionRow {
    /// A session that was opened just now.
    init(opening subject: String, generation: Int64, salt: [UInt8], at now: Date = Date()) {
        self.init(
            subject: subject, generation: generation, isOwnerActive: true, salt: Data(salt), counter: 0, confirmed: -1,
            secondsSinceRotation: 0, isRevoked: false, isExpired: false,
            authenticatedAt: now.timeIntervalSince1970)
    }
}

extension AuditEntry {
    /// An act of somebody who called the API.
    package init(
        _ action: String, actor: Account.ID? = nil, store: Store.ID? = nil, subject: String? = nil, client: ClientInfo,
        detail: [String: String] = [:]
    ) {
        self.init(
            action, actor: actor, store: store, subject: subject, address: client.address,
            requestID: client.requestID, detail: detail)
    }
}
