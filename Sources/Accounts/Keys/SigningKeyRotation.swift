package import Domain
import Postgres
import Requests
package import Secrets
package import Tenancy

/// Exchanges the key that access tokens are signed with, without refusing one genuine token.
///
/// A new key is published first and signs nothing (`pending`). Once everybody who checks tokens can have seen it, it
/// signs (`active`), and the one before only checks (`verify_only`) until nothing it signed can be alive; then it is
/// believed no longer (`revoked`). Every step is one transaction under the lock of the keys, with its entry in the audit
/// log, and tells every process when it commits. Any number of processes may ask for the next step at once.
package struct SigningKeyRotation: Sendable {
    /// How long a key is published before it signs: 20 minutes, four times as long as a key set may be cached.
    package static let standardLead: Duration = .seconds(20 * 60)
    /// How long a process may go on signing with a key that was replaced, for want of news: 5 minutes.
    package static let slack: Duration = .seconds(5 * 60)

    let master: Database<Master>
    let rows: SealedSigningKeys
    let publishLead: Duration
    let retention: Duration

    /// - Parameters:
    ///   - keyring: seals new keys; must have passed `KeyCheck`.
    ///   - accessLifetime: how long a token is good. A replaced key is believed for that and ``slack``.
    ///   - publishLead: how long a key is published before it signs.
    package init(
        master: Database<Master>, keyring: Keyring, accessLifetime: Duration,
        publishLead: Duration = SigningKeyRotation.standardLead
    ) {
        self.master = master
        rows = SealedSigningKeys(keyring: keyring)
        self.publishLead = publishLead
        retention = accessLifetime + Self.slack
    }

    /// A rotation that has begun.
    package struct Begun: Sendable, Equatable {
        /// The new key's name.
        package let kid: String
        /// `false` when it was waiting already.
        package let isNew: Bool
        /// When it may sign; now when it does already.
        package let signsFrom: Timestamp
    }

    /// Publishes a new key; a later ``advance(at:)`` makes it sign. One that waits already is not joined by another.
    ///
    /// - Parameters:
    ///   - isImmediate: makes it sign at once. Until a process, or somebody with a cached key set, has heard of it,
    ///     that one refuses new tokens.
    ///   - by: who asked, for the audit log.
    @discardableResult
    package func begin(isImmediate: Bool = false, by who: String) async throws -> Begun {
        try await master.transaction { master in
            try await PlatformKeyQueries.lock(on: master)
            let waiting = try await SigningKeyQueries.pending(lead: publishLead, on: master)
            if waiting == nil {
                let kid = try await rows.make(.pending, on: master).id.rawValue
                try await audit("begun", kid, ["by": who], on: master)
            }
            guard let key = try await SigningKeyQueries.pending(lead: publishLead, on: master) else {
                throw SigningKeyError.noActiveKey
            }
            if isImmediate { try await activate(key.kid, at: nil, ["by": who, "lead": "none"], on: master) }
            return Begun(kid: key.kid, isNew: waiting == nil, signsFrom: isImmediate ? .now : key.due)
        }
    }

    /// Takes every step that is due: a pending key that was published for long enough signs, a replaced one that has
    /// served its time is dropped. Costs one read when none is.
    ///
    /// - Parameter moment: the time; the master database's own by default, the one clock that all processes share.
    /// - Returns: the states that keys have come into, in that order.
    @discardableResult
    package func advance(at moment: Timestamp? = nil) async throws -> [SigningKeyChange] {
        let isDue = try await SigningKeyQueries.isDue(
            lead: publishLead, retention: retention, at: moment, on: master.reading)
        guard isDue else { return [] }
        return try await master.transaction { master in
            try await PlatformKeyQueries.lock(on: master)
            var changes: [SigningKeyChange] = []
            for kid in try await SigningKeyQueries.dropRetired(retention: retention, at: moment, on: master) {
                try await audit("retired", kid, on: master)
                changes.append(SigningKeyChange(kid, .revoked))
            }
            if let kid = try await SigningKeyQueries.ripe(lead: publishLead, at: moment, on: master) {
                changes += try await activate(kid, at: moment, on: master)
            }
            return changes
        }
    }

    /// Stops believing a key, whatever it signed: for one that somebody else may have. When it was the one that signs,
    /// the one that waits takes its place at once, or a new one.
    ///
    /// - Parameter by: who asked, for the audit log.
    /// - Returns: the states that keys have come into; none when it was revoked already.
    /// - Throws: ``SigningKeyRotationError/unknownKey``.
    @discardableResult
    package func revoke(_ kid: String, by who: String) async throws -> [SigningKeyChange] {
        try await master.transaction { master in
            try await PlatformKeyQueries.lock(on: master)
            guard let state = try await SigningKeyQueries.state(of: kid, on: master) else {
                throw SigningKeyRotationError.unknownKey
            }
            guard state != .revoked else { return [] }
            try await SigningKeyQueries.revoke(kid, on: master)
            try await audit("revoked", kid, ["by": who, "was": state.rawValue], on: master)
            let changes = [SigningKeyChange(kid, .revoked)]
            guard state == .active else { return changes }
            if let next = try await SigningKeyQueries.pending(lead: publishLead, on: master) {
                return changes + (try await activate(next.kid, at: nil, ["by": who], on: master))
            }
            let next = try await rows.make(.active, on: master).id.rawValue
            try await audit("rotated", next, ["by": who], on: master)
            return changes + [SigningKeyChange(next, .active)]
        }
    }

    @discardableResult
    private func activate(
        _ kid: String, at moment: Timestamp?, _ detail: [String: String] = [:], on master: Session<Master>
    ) async throws -> [SigningKeyChange] {
        let before = try await SigningKeyQueries.retireActive(at: moment, on: master)
        try await SigningKeyQueries.activate(kid, at: moment, on: master)
        try await audit("rotated", kid, detail.merging(before.map { ["replaces": $0] } ?? [:]) { $1 }, on: master)
        return (before.map { [SigningKeyChange($0, .verifyOnly)] } ?? []) + [SigningKeyChange(kid, .active)]
    }

    private func audit(
        _ act: String, _ kid: String, _ detail: [String: String] = [:], on master: Session<Master>
    ) async throws(PostgresError) {
        try await AuditQueries.insert(
            AuditEntry("signing_key.\(act)", subject: kid, detail: detail), on: master)
    }
}
