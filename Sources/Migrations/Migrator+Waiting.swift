import Logging
public import Postgres

extension Migrator {
    /// Inspects, plans and applies; waits its turn while another process is at it. Safe to repeat, and to run in every
    /// process at start: whoever comes late finds nothing to do.
    ///
    /// - Parameter patience: how long to go on trying while a lock is held by somebody else. An attempt that has begun
    ///   is not cut short by it.
    /// - Throws: ``MigrationError``; `lockBusy` when the patience is at its end.
    public func migrate(
        to directory: MigrationDirectory, on connection: PostgresConnection, patience: Duration = .seconds(60),
        guardedBy guard: MigrationGuard = .none, settings: [SeedSetting] = [],
        onProgress: @escaping @Sendable (MigrationProgress) -> Void = { _ in }
    ) async throws(MigrationError) {
        let deadline = ContinuousClock.now + patience
        while true {
            do {
                let plan = try await plan(to: directory, on: connection)
                guard !plan.isEmpty else { return }
                try await apply(
                    plan, on: connection, guardedBy: `guard`, settings: settings, onProgress: onProgress)
                return
            } catch  where error.isContention && ContinuousClock.now < deadline {
                logger.debug("waiting to migrate", metadata: ["reason": "\(error)"])
            }
            // At random, lest those who waited for one another meet again.
            do { try await Task.sleep(for: .milliseconds(.random(in: 50...250))) } catch { throw .cancelled }
        }
    }

    /// What there is to do on a database; a dry run is to print it. One round trip; changes nothing.
    public func plan(
        to directory: MigrationDirectory, on session: some PostgresSession
    ) async throws(MigrationError) -> MigrationPlan {
        let state = try await inspect(session)
        do { return try MigrationPlan(from: state, to: directory) } catch { throw .plan(error) }
    }
}
