/// Everything that the protocol's parties know at one moment: the table, the index, what each worker is at.
struct ProtocolState: Hashable {
    /// One or two; of two, both have the same serial key and the same tenant database.
    var jobs: Jobs
    var workers = Workers()
    /// The incarnation of the index is not the one that the relay remembers. Never where all is republished anyway.
    var isIndexNew = false
    /// `_tenantry.owner.epoch` in the tenant database: the newest attempt that has claimed it; 0 before the first.
    var owner: UInt8 = 0

    /// Every job has come to its end.
    var isOver: Bool { jobs.indices.allSatisfy { jobs[$0].status.isFinal } }
}

/// One job or two. Not an array: millions of states are made, and none shall need the heap.
struct Jobs: Hashable {
    let count: UInt8
    private var first = JobRecord()
    private var second = JobRecord()

    init(count: UInt8) { self.count = count }

    var indices: Range<Int> { 0..<Int(count) }

    subscript(_ job: Int) -> JobRecord {
        get { job == 0 ? first : second }
        set { if job == 0 { first = newValue } else { second = newValue } }
    }
}

/// A row of `job_queue`, and what Redis knows of it.
struct JobRecord: Hashable {
    enum Status: UInt8 {
        case queued, running, retrying, succeeded, failed, canceled

        var isWaiting: Bool { self == .queued || self == .retrying }
        var isFinal: Bool { self == .succeeded || self == .failed || self == .canceled }
    }

    /// Who `worker_id` names.
    enum Holder: UInt8 {
        case nobody, workerA, workerB
        /// A process that was killed.
        case departed

        /// With the names of the workers exchanged.
        var renamed: Holder {
            switch self {
            case .workerA: .workerB
            case .workerB: .workerA
            case .nobody, .departed: self
            }
        }
    }

    /// The job in the dispatch index. A delayed job counts as ready: how long a pause takes is not modelled.
    enum Entry: UInt8 { case absent, ready, leased }

    var status = Status.queued
    var epoch: UInt8 = 0
    var holder = Holder.nobody
    /// What `ClaimQueries.deserted` would say: the heartbeat of its worker is old, or its deadline long past.
    var isDeserted = false
    var attempt: UInt8 = 0
    var isCancelRequested = false
    /// Announced, and nothing but a change of its state or of the index has the relay announce it again.
    var isPublished = false
    var wasReopened = false
    /// How often a completion with its domain write was committed. No column: the model counts.
    var effects: UInt8 = 0
    var entry = Entry.absent

    /// Any order will do in which the names of workers play no part, and nothing else is left out.
    var rank: Int {
        let place = Int(status.rawValue) << 16 | Int(entry.rawValue) << 12 | Int(attempt) << 8 | Int(epoch)
        let wishes = (isCancelRequested ? 4 : 0) | (wasReopened ? 2 : 0)
        return place << 8 | Int(effects) << 4 | wishes | (isDeserted ? 8 : 0) | (isPublished ? 1 : 0)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(rank << 2 | Int(holder.rawValue)) }
}

/// The two workers. Each runs one job at a time.
struct Workers: Hashable {
    var a = Worker()
    var b = Worker()

    subscript(_ name: WorkerName) -> Worker {
        get { name == .a ? a : b }
        set { if name == .a { a = newValue } else { b = newValue } }
    }
}

enum WorkerName: UInt8, CaseIterable, CustomStringConvertible {
    case a, b

    var holder: JobRecord.Holder { self == .a ? .workerA : .workerB }
    var other: WorkerName { self == .a ? .b : .a }
    var description: String { self == .a ? "A" : "B" }
}

/// One worker process, and the one attempt it is at.
///
/// A frozen process is one that takes no step for a while. That needs no state of its own: the exploration contains all
/// runs in which it takes none, for as long as one likes, while its job counts as deserted.
struct Worker: Hashable {
    enum Phase: UInt8 {
        case idle
        /// Was told of a job, and is about to claim it.
        case hasHeard
        /// The claim matched nothing: is about to look why.
        case turnedAway
        /// The claim has committed: the handler runs, or the answer is still on its way.
        case running
        /// The handler has claimed the tenant database, and is about to write to it.
        case owning
        /// The handler is done, and its last write is about to be committed with the completion.
        case done
        /// The handler threw; that is about to be written.
        case failed
        /// Is about to `tj2_fetch` with leases to forget.
        case dropping
        /// Is about to `tj2_nack`.
        case givingBack
        /// Was killed, or is frozen for ever.
        case gone

        /// Holds a claim, or believes so.
        var isAttempt: Bool {
            switch self {
            case .running, .owning, .done, .failed: true
            default: false
            }
        }

        var hasJob: Bool { self != .idle && self != .gone }

        /// The handler has ended, and that is to be written.
        var isSettling: Bool { self == .done || self == .failed }
    }

    /// The token it got from `tj2_fetch`, compared with the one in `j:<id>`.
    enum Lease: UInt8 {
        /// Was not lent the job by Redis.
        case none
        case newest
        /// The job was lent, reaped or forgotten since. A token is of one life of one entry: it never comes again.
        case outdated
    }

    var phase = Phase.idle
    var job: UInt8 = 0
    var epoch: UInt8 = 0
    var lease = Lease.none

    /// Any order will do, as long as it is one.
    var rank: Int { Int(phase.rawValue) << 24 | Int(job) << 16 | Int(epoch) << 8 | Int(lease.rawValue) }

    func hash(into hasher: inout Hasher) { hasher.combine(rank) }
}
