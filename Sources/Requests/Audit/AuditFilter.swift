package import Domain

/// Which entries of the audit log are wanted; all of them by default.
package struct AuditFilter: Sendable {
    /// How their action begins: `session.` for everything done to sessions.
    package var actionPrefix: String?
    package var actor: Account.ID?
    package var store: Store.ID?
    /// Nothing older.
    package var since: Timestamp?

    package init(
        actionPrefix: String? = nil, actor: Account.ID? = nil, store: Store.ID? = nil, since: Timestamp? = nil
    ) {
        self.actionPrefix = actionPrefix
        self.actor = actor
        self.store = store
        self.since = since
    }
}
