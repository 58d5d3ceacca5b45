/// What has to be run on one database, in order, decided from its ledger and the folder. Running it is
/// ``Migrator/apply(_:on:guardedBy:settings:onProgress:)``; printing it is a dry run.
///
/// Versions only ever grow: what is applied is always a beginning of the folder's list.
public struct MigrationPlan: Sendable {
    /// The ledger's newest version when the plan was made. It is asserted again under the lock.
    public let head: String?
    /// Not yet applied, in order.
    public let migrations: [MigrationFile]
    /// Never run with this content, in order. A seed that was changed runs again.
    public let seeds: [MigrationFile]
    /// Whether the ledger has to be made first.
    let makesLedger: Bool

    /// - Throws: ``MigrationPlanError`` if the ledger and the folder contradict each other, or if a pending file
    ///   cannot be run yet; the first contradiction in order of version.
    public init(from state: MigrationState, to directory: MigrationDirectory) throws(MigrationPlanError) {
        let files = Dictionary(uniqueKeysWithValues: directory.migrations.map { ($0.version, $0) })
        for row in state.applied {
            guard let file = files[row.version] else {
                throw .unknownVersion(row.version, name: row.name, newestKnown: directory.head)
            }
            guard row.isComplete else { throw .unfinished(version: row.version, name: row.name) }
            guard row.checksum == file.checksum else {
                throw .changed(file: file.fileName, applied: row.checksum, found: file.checksum)
            }
        }
        let applied = Set(state.applied.map(\.version))
        let pending = directory.migrations.filter { !applied.contains($0.version) }
        if let head = state.head, let gap = pending.first, gap.version < head {
            throw .outOfOrder(file: gap.fileName, head: head)
        }
        let seeded = Dictionary(uniqueKeysWithValues: state.seeded.map { ($0.file, $0.checksum) })
        let seeds = directory.seeds.filter { seeded[$0.fileName] != $0.checksum }
        for file in pending + seeds {
            if case .nonTransactional(let line, let statement) = file.kind {
                throw .nonTransactional(file: file.fileName, line: line, statement: statement)
            }
        }
        self.init(head: state.head, migrations: pending, seeds: seeds, makesLedger: !state.hasLedger)
    }

    private init(head: String?, migrations: [MigrationFile], seeds: [MigrationFile], makesLedger: Bool) {
        self.head = head
        self.migrations = migrations
        self.seeds = seeds
        self.makesLedger = makesLedger
    }

    /// Nothing to do.
    public var isEmpty: Bool { migrations.isEmpty && seeds.isEmpty }

    /// The migrations alone, to be applied before ``seedsOnly``.
    public var migrationsOnly: MigrationPlan {
        MigrationPlan(head: head, migrations: migrations, seeds: [], makesLedger: makesLedger)
    }

    /// The seeds alone, for a database on which ``migrationsOnly`` has been applied.
    public var seedsOnly: MigrationPlan {
        MigrationPlan(
            head: migrations.last?.version ?? head, migrations: [], seeds: seeds,
            makesLedger: makesLedger && migrations.isEmpty)
    }
}
