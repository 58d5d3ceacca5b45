import Postgres

extension MigrationScript {
    /// - Parameter steps: those of one flush, with their indices among the plan's.
    init(
        _ steps: ArraySlice<MigrationStep>, of plan: MigrationPlan, for migrator: Migrator, progress: ScriptProgress,
        guardedBy guard: MigrationGuard, settings: [SeedSetting], lastCommit: CommitDurability
    ) {
        let ledger = migrator.ledger
        self.init(steps: Array(steps))
        for (index, (number, step)) in zip(steps.indices, steps).enumerated() {
            let news = index == 0 ? "" : ledger.news(of: self.steps[index - 1], progress.message(forStep: number - 1))
            let waits = number + 1 == plan.steps.count && lastCommit == .immediate
            let preparation = [
                "begin isolation level read committed;\n",
                migrator.target.transactionSettings,
                waits ? "" : Self.laterDurability,
                ledger.claim(for: step, telling: news, requiring: `guard`.condition),
                `guard`.sql + "\n;\n",
                plan.makesLedger && number == 0 ? ledger.creation : "",
                step.isSeed ? settings.map(\.assignment).joined() : "",
                migrator.target.searchPathSetting,
            ]
            append(.preparation(preparation.joined()))
            append(.file(step: index))
            append(.completion(ledger.record(step, runner: migrator.runner) + "commit;\n", step: index))
            guard number == steps.indices.last else { continue }
            append(.completion(ledger.announce(step, message: progress.message(forStep: number)), step: index))
        }
    }
}

extension MigrationScript {
    /// See ``CommitDurability/later``.
    private static let laterDurability = "set local synchronous_commit = off;\n"
}

extension MigrationTarget {
    /// What a transaction starts with; the path is for our own statements, which qualify all else.
    var transactionSettings: String {
        """
        set local lock_timeout = \(lockTimeout.wholeMilliseconds);
        set local statement_timeout = \(statementTimeout.wholeMilliseconds);
        set local idle_in_transaction_session_timeout = \(idleTimeout.wholeMilliseconds);
        set local client_min_messages = notice;
        set local search_path = pg_catalog, pg_temp;

        """
    }

    var searchPathSetting: String {
        let names = searchPath.map { SQL("\(identifier: $0)").text } + ["pg_temp"]
        return "set local search_path = \(names.joined(separator: ", "));\n"
    }
}

extension SeedSetting {
    var assignment: String {
        SQL("select pg_catalog.set_config(\(literal: name), \(literal: value), true);\n").text
    }
}

extension Duration {
    /// At least 1, since the server takes 0 for no limit.
    fileprivate var wholeMilliseconds: Int64 {
        max(1, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
    }
}
