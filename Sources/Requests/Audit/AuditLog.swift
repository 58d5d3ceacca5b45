import Domain
import Postgres
package import Tenancy

/// Reads what ``AuditQueries/insert(_:on:)`` wrote.
package struct AuditLog: Sendable {
    /// How many entries a page may have.
    package static let limits = 1...200

    let master: Database<Master>

    package init(master: Database<Master>) { self.master = master }

    /// Part of the log, newest first.
    ///
    /// Pages follow one another by number, so that none repeats or skips an entry that was there when the first page
    /// was read, whatever is written meanwhile.
    ///
    /// - Parameters:
    ///   - cursor: where the page before this one ended; `nil` begins with the newest.
    ///   - limit: 1 to 200.
    /// - Returns: the entries, and where to go on; `nil` on the last page.
    /// - Throws: `InvalidInput` for another limit.
    package func page(
        _ filter: AuditFilter = AuditFilter(), after cursor: AuditCursor? = nil, limit: Int
    ) async throws -> (records: [AuditRecord], next: AuditCursor?) {
        guard Self.limits ~= limit else {
            throw InvalidInput("limit", "It is \(Self.limits.lowerBound) to \(Self.limits.upperBound).")
        }
        let found = try await AuditQueries.list(filter, before: cursor?.id, limit: limit + 1, on: master.reading)
        let page = Array(found.prefix(limit))
        return (page, found.count > limit ? page.last.map(AuditCursor.init) : nil)
    }
}
