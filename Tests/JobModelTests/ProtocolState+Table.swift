/// The table: what one statement of `ClaimQueries` or `CompletionQueries` does to a row that it matches.
extension ProtocolState {
    /// `ClaimQueries.claim`: a job taken over keeps its attempt, any other begins one.
    mutating func claim(_ job: Int, by worker: WorkerName, epoch: UInt8) {
        if jobs[job].status != .running { jobs[job].attempt += 1 }
        jobs[job].status = .running
        jobs[job].epoch = epoch
        jobs[job].holder = worker.holder
        jobs[job].isDeserted = false
    }

    /// `CompletionQueries.succeed`, in one transaction with the handler's last write.
    mutating func succeed(_ job: Int) {
        end(job, as: .succeeded)
        jobs[job].effects += 1
    }

    /// `CompletionQueries.retry`.
    mutating func retry(_ job: Int) {
        end(job, as: .retrying)
        jobs[job].isPublished = false
    }

    /// `CompletionQueries.release`.
    mutating func release(_ job: Int) {
        end(job, as: jobs[job].attempt > 1 ? .retrying : .queued)
        jobs[job].attempt -= min(1, jobs[job].attempt)
        jobs[job].isPublished = false
    }

    /// `CompletionQueries.stop`.
    mutating func stop(_ job: Int, as status: JobRecord.Status) { end(job, as: status) }

    /// `EnqueueQueries.reopen`.
    mutating func reopen(_ job: Int) {
        jobs[job].status = .queued
        jobs[job].isCancelRequested = false
        jobs[job].isPublished = false
        jobs[job].wasReopened = true
    }

    private mutating func end(_ job: Int, as status: JobRecord.Status) {
        jobs[job].status = status
        jobs[job].holder = .nobody
        jobs[job].isDeserted = false
    }

    /// The number that the sequence would give: higher than all that anybody remembers.
    var nextEpoch: UInt8 {
        max(owner, workers.a.epoch, workers.b.epoch, jobs[0].epoch, jobs[1].epoch) + 1
    }
}
