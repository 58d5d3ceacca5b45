import Logging
import NIOConcurrencyHelpers
import Postgres
import Redis
import Tenancy

/// Tells Redis what the master database has revoked.
///
/// Any number may do so at once: Redis keeps the greater value, and a row counts as published only if it is still what
/// was read. A crash between the two leaves it unpublished, to be told again.
package struct RevocationPublisher: Sendable {
    let list: RevocationList
    let recent: NIOLockedValueBox<RecentRevocations>
    let master: Database<Master>
    let logger: Logger

    /// Publishes everything that is not.
    ///
    /// - Parameter deadline: how long each word to Redis may take.
    /// - Returns: how many rows were published.
    /// - Throws: what kept the rest from it; this process knows them even so.
    @discardableResult
    package func publish(within deadline: Duration = .milliseconds(250)) async throws -> Int {
        let pageSize = 500
        var count = 0
        while true {
            let page = try await RevocationQueries.unpublished(limit: pageSize, keep: list.keep, on: master.session)
            let published = try await publish(page, within: deadline)
            count += published
            // A page without any progress is in the hands of others.
            guard page.count == pageSize, published > 0 else { return count }
        }
    }

    /// Makes sure that what the caller has revoked is known everywhere; after the commit.
    ///
    /// When it returns, every check that begins anywhere from now on sees these rows: those who trust Redis find them
    /// there, and everybody else asks the database.
    ///
    /// - Throws: ``RevocationPending`` unless each of them is published. They are revoked nevertheless.
    package func publish(
        _ keys: [RevocationKey], within deadline: Duration = .milliseconds(250)
    ) async throws(RevocationPending) {
        do {
            let rows = try await RevocationQueries.find(keys, keep: list.keep, on: master.session)
            recent.withLockedValue { $0.insert(rows) }
            let unpublished = rows.filter { !$0.isPublished }
            try await list.put(unpublished, within: deadline)
            await mark(unpublished)
        } catch {
            logger.notice("revocations not published yet", metadata: ["error": "\(error)"])
            throw RevocationPending()
        }
    }

    private func publish(_ rows: [Revocation], within deadline: Duration) async throws -> Int {
        guard !rows.isEmpty else { return 0 }
        recent.withLockedValue { $0.insert(rows) }
        try await list.put(rows, within: deadline)
        return try await RevocationQueries.markPublished(rows, on: master.session)
    }

    /// Redis has them, which is what counts; without the mark they are told once more.
    private func mark(_ rows: [Revocation]) async {
        guard !rows.isEmpty else { return }
        do { try await RevocationQueries.markPublished(rows, on: master.session) } catch {
            logger.notice("published revocations not marked", metadata: ["error": "\(error)"])
        }
    }
}
