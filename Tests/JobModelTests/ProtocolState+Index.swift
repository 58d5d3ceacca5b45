/// The dispatch index: what the functions of leases.lua do to one job, each as a whole.
extension ProtocolState {
    /// `tj2_enqueue`: what is known stays where it is.
    mutating func enqueue(_ job: Int) {
        if jobs[job].entry == .absent { jobs[job].entry = .ready }
    }

    /// `tj2_fetch`: leases the job with a new token. All older tokens of this entry are outdated.
    mutating func fetch(_ job: Int, by worker: WorkerName?) {
        jobs[job].entry = .leased
        outdateLeases(of: job)
        if let worker { workers[worker] = Worker(phase: .hasHeard, job: UInt8(job), lease: .newest) }
    }

    /// `tj2_fetch` with leases to forget with a token that holds: the job's hash is deleted.
    mutating func forget(_ job: Int) {
        jobs[job].entry = .absent
        for name in WorkerName.allCases where workers[name].lease != .none && workers[name].job == job {
            workers[name].lease = .outdated
        }
    }

    /// `tj2_nack` with a token that holds.
    mutating func putBack(_ job: Int) { jobs[job].entry = .ready }

    /// `tj2_reap`: raises the token, so that whoever held the lease does not any more.
    mutating func reap(_ job: Int) {
        jobs[job].entry = .ready
        outdateLeases(of: job)
    }

    /// `FLUSHALL`, a restart, a failover: the next call makes a new incarnation.
    mutating func emptyRedis() {
        for job in jobs.indices { forget(job) }
    }

    private mutating func outdateLeases(of job: Int) {
        for name in WorkerName.allCases where workers[name].lease == .newest && workers[name].job == job {
            workers[name].lease = .outdated
        }
    }
}
