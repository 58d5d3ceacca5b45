package import Domain
package import Jobs

/// What the routes ask of jobs.
package struct JobPort: Sendable {
    /// One job; a stranger's is `not_found`.
    package var find: @Sendable (Job.ID, _ owner: Account.ID) async throws -> Job
    /// Calls a job off; see `JobCancellation`.
    package var cancel: @Sendable (Job.ID, _ owner: Account.ID) async throws -> Job
    /// Yields when a job may have changed.
    package var changes: @Sendable (Job.ID) -> AsyncStream<Void>

    /// Calls one by one.
    package init(
        find: @escaping @Sendable (Job.ID, Account.ID) async throws -> Job,
        cancel: @escaping @Sendable (Job.ID, Account.ID) async throws -> Job,
        changes: @escaping @Sendable (Job.ID) -> AsyncStream<Void>
    ) {
        self.find = find
        self.cancel = cancel
        self.changes = changes
    }

    /// The real thing.
    package init(directory: JobDirectory, cancellation: JobCancellation, watch: JobWatch) {
        self.init(
            find: { try await directory.job($0, of: $1) }, cancel: { try await cancellation.cancel($0, of: $1) },
            changes: { watch.changes(of: $0) })
    }
}
