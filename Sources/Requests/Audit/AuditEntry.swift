package import Domain

/// One act that somebody may have to answer for: who did what, to what, from where.
///
/// Never holds a secret: `detail` is for names, counts and reasons.
package struct AuditEntry: Sendable {
    /// `area.act`, lower case, as in `session.revoked` or `user.promoted`.
    package let action: String
    /// Whose account acted; `nil` for the platform itself and for people whom only a store knows.
    package var actor: Account.ID?
    /// The store it was done to or in.
    package var store: Store.ID?
    /// What it was done to, up to 200 characters: an id, a hostname, an address that failed to log in.
    package var subject: String?
    /// From where, as judged by the trusted proxies.
    package var address: String?
    /// The request it was done by, as its answer names it.
    package var requestID: String?
    /// Whatever else explains it, a flat set of names and texts.
    package var detail: [String: String]

    package init(
        _ action: String, actor: Account.ID? = nil, store: Store.ID? = nil, subject: String? = nil,
        address: String? = nil, requestID: String? = nil, detail: [String: String] = [:]
    ) {
        self.action = action
        self.actor = actor
        self.store = store
        self.subject = subject
        self.address = address
        self.requestID = requestID
        self.detail = detail
    }
}
