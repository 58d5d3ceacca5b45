/// One file's turn in a script: a transaction that either leaves the file's effects and its ledger row, or nothing.
struct MigrationStep: Sendable {
    let file: MigrationFile
    let isSeed: Bool
    /// The ledger's newest version that this step has to find; `nil` for none.
    let head: String?
}

extension MigrationPlan {
    /// The migrations, each on the one before, then the seeds on the last.
    var steps: [MigrationStep] {
        var head = head
        var steps: [MigrationStep] = []
        for file in migrations {
            steps.append(MigrationStep(file: file, isSeed: false, head: head))
            head = file.version
        }
        return steps + seeds.map { MigrationStep(file: $0, isSeed: true, head: head) }
    }

    /// The steps in groups to be sent at once: as many as fit into `limit` bytes of files, at least one each.
    func flushes(limit: Int) -> [[MigrationStep]] {
        var flushes: [[MigrationStep]] = []
        var size = 0
        for step in steps {
            let bytes = step.file.text.utf8.count
            if flushes.isEmpty || size + bytes > limit {
                flushes.append([])
                size = 0
            }
            flushes[flushes.count - 1].append(step)
            size += bytes
        }
        return flushes
    }
}
