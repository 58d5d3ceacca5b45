package import Jobs

/// A report that can be read again and again, and watched.
package struct ProgressFeed<Report: ProgressReport>: Sendable {
    /// The report as it is now; throws for strangers.
    let read: @Sendable () async throws -> Report
    /// Yields when the job behind the report may have changed.
    let changes: @Sendable (Job.ID) -> AsyncStream<Void>

    /// What to read, and how to hear that reading again is worth while.
    package init(
        changes: @escaping @Sendable (Job.ID) -> AsyncStream<Void>, read: @escaping @Sendable () async throws -> Report
    ) {
        self.read = read
        self.changes = changes
    }

    /// The report, held back until it differs from the one the caller knows, but no longer than `wait`.
    ///
    /// A caller who names a state waits while that is the current one; a caller who names none waits for the next
    /// change unless nothing is going to change. A graceful shutdown ends the waiting.
    package func report(unlike known: String?, within wait: Duration) async throws -> Report {
        let first = try await read()
        let isWorthWaiting = known == nil ? !first.isSettled : first.tag.isListed(in: known)
        guard wait > .zero, isWorthWaiting else { return first }
        return try await Wakeups.merging(changes(first.job.id), lasting: wait) { wakeups in
            var latest = try await read()  // it may have changed before anybody listened
            var iterator = wakeups.makeAsyncIterator()
            while latest.tag == first.tag, await iterator.next() != nil { latest = try await read() }
            return latest
        }
    }
}
