package import Requests

/// What the routes ask of the audit log.
package struct AuditPort: Sendable {
    /// A page of entries, newest first, and where the next one starts.
    package var page: @Sendable (AuditFilter, AuditCursor?, _ limit: Int) async throws -> ([AuditRecord], AuditCursor?)

    /// The one call.
    package init(
        page: @escaping @Sendable (AuditFilter, AuditCursor?, Int) async throws -> ([AuditRecord], AuditCursor?)
    ) {
        self.page = page
    }

    /// The log itself.
    package init(_ log: AuditLog) {
        self.init { try await log.page($0, after: $1, limit: $2) }
    }
}
