/// What the protocol rests on. Each can be taken away, to see what it is good for.
struct Guards: OptionSet {
    let rawValue: UInt16

    /// `CompletionQueries`: `where … epoch = mine`.
    static let completionEpoch = Guards(rawValue: 1 << 0)
    /// `CompletionQueries`: `where … state = 'running'`.
    static let completionState = Guards(rawValue: 1 << 1)
    /// `ClaimQueries.claim`: `state in ('queued', 'retrying') or deserted`.
    static let claimCondition = Guards(rawValue: 1 << 2)
    /// `job_queue_one_running`: the unique index on `serial_key` of running rows.
    static let oneRunning = Guards(rawValue: 1 << 3)
    /// `_tenantry.owner`: `TenantQueries.claim` raises `TN003`, and every write asserts `TenantQueries.fence`.
    static let tenantFence = Guards(rawValue: 1 << 4)
    /// `nextval('job_epoch')`: one sequence for all jobs, instead of `epoch + 1` for each.
    static let oneSequence = Guards(rawValue: 1 << 5)
    /// `Relay.sweep`: in a new incarnation of the index everything that waits is announced again.
    static let forgetting = Guards(rawValue: 1 << 6)
    /// `Relay.sweep`: now and then all that waits is compared with the index.
    static let republishing = Guards(rawValue: 1 << 7)
    /// `RelayQueries.deserted`: rows of deserted jobs are announced too.
    static let announcingDeserted = Guards(rawValue: 1 << 8)
    /// `reap` in calls.lua: jobs whose lease has ended go back in line.
    static let reaping = Guards(rawValue: 1 << 9)
    /// `held` in leases.lua: `ack` and `nack` with an old token change nothing.
    static let leaseToken = Guards(rawValue: 1 << 10)

    /// `RelayQueries.end`: a job that was lent when it was announced is announced once more.
    static let namingLentAgain = Guards(rawValue: 1 << 11)

    static let all = Guards(rawValue: (1 << 12) - 1)

    /// As that of `OptionSet`, which is generic: a debug build would spend its time there.
    func contains(_ member: Guards) -> Bool { rawValue & member.rawValue == member.rawValue }
}
