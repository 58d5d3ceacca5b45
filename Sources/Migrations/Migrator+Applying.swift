import NIOConcurrencyHelpers
public import Postgres

extension Migrator {
    /// Runs a plan's files in order, each in a transaction with its ledger row, all in one round trip per
    /// ``MigrationTarget/flushLimit`` bytes.
    ///
    /// A statement that is refused stops everything: its file leaves nothing behind, files before it stay applied. Only
    /// a file that the server cannot even parse also keeps the rest of its flush from being run. The connection is
    /// outside of a transaction again when this returns or throws, unless it is lost.
    ///
    /// - Parameters:
    ///   - plan: may be stale by now, in which case nothing is run and the error is `lockBusy` or `headMoved`.
    ///   - connection: outside of a transaction, and used by nobody else meanwhile. A statement timeout of its
    ///     endpoint counts for a whole flush; ``MigrationTarget/statementTimeout`` is per statement.
    ///   - guard: asserted in every file's transaction.
    ///   - settings: what seeds may read with `current_setting`.
    ///   - lastCommit: whether it waits for the disk. Others never do: a flush of the server's log takes with it all that
    ///     was written before.
    ///   - onProgress: called once per file, right after its commit, from the connection's own thread: be quick.
    public func apply(
        _ plan: MigrationPlan, on connection: PostgresConnection, guardedBy guard: MigrationGuard = .none,
        settings: [SeedSetting] = [], lastCommit: CommitDurability = .immediate,
        onProgress: @escaping @Sendable (MigrationProgress) -> Void = { _ in }
    ) async throws(MigrationError) {
        let progress = ScriptProgress(steps: plan.steps)
        let state = NIOLockedValueBox(progress)
        var steps = plan.steps[...]
        for flush in plan.flushes(limit: target.flushLimit) {
            let script = MigrationScript(
                steps.prefix(flush.count), of: plan, for: self, progress: progress, guardedBy: `guard`,
                settings: settings, lastCommit: lastCommit)
            steps = steps.dropFirst(flush.count)
            do {
                try await connection.script(script.text) { notice in
                    let news = state.withLockedValue { $0.receive(sqlState: notice.sqlState, message: notice.message) }
                    if let news { onProgress(news) }
                }
            } catch {
                throw script.meaning(of: error)
            }
        }
    }
}
