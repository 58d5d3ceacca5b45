package import Domain

/// Who changes something, and from where: what the record of the change says.
package struct Caller: Sendable {
    /// Whose account it is.
    package let account: Account.ID
    /// An IP address, as judged by the trusted proxies.
    package let address: String?
    /// The request, as its answer names it.
    package let requestID: String?

    package init(_ account: Account.ID, address: String? = nil, requestID: String? = nil) {
        self.account = account
        self.address = address
        self.requestID = requestID
    }

    /// The record of an act of theirs.
    package func entry(
        _ act: String, store: Store.ID, subject: String? = nil, detail: [String: String] = [:]
    ) -> AuditEntry {
        AuditEntry(
            act, actor: account, store: store, subject: subject, address: address, requestID: requestID,
            detail: detail)
    }
}
