package import Domain

/// Everything that is written down when a job is asked for.
package struct JobRequest<Payload: JobPayload>: Sendable {
    package var payload: Payload
    package var storeID: Store.ID?
    package var userID: Account.ID?
    /// At most one job with this key is wanted at a time; ``uniqueness`` says what becomes of a second request.
    package var uniqueKey: String?
    package var uniqueness: JobUniqueness
    /// At most one job with this key runs at a time; the database itself forbids a second.
    package var serialKey: String?
    /// The database server it will be busy with, where there is one: how many at once can be limited.
    package var host: String?
    /// Priority: 0 is served first, 2 last.
    package var band: Int
    /// Zero for at once.
    package var delay: Duration
    /// Steps as the owner will see them, in order.
    package var steps: [String]
    /// The HTTP request that asked, for tracing a job back.
    package var requestID: String?
    /// Where in a trace it was asked for.
    package var trace: TraceFields?

    package init(
        _ payload: Payload, storeID: Store.ID? = nil, userID: Account.ID? = nil, uniqueKey: String? = nil,
        uniqueness: JobUniqueness = .first, serialKey: String? = nil, host: String? = nil, band: Int = 1,
        delay: Duration = .zero, steps: [String] = [], requestID: String? = nil,
        trace: TraceFields? = .current()
    ) {
        self.payload = payload
        self.storeID = storeID
        self.userID = userID
        self.uniqueKey = uniqueKey
        self.uniqueness = uniqueness
        self.serialKey = serialKey ?? (uniqueness == .latest ? uniqueKey : nil)
        self.host = host
        self.band = band
        self.delay = delay
        self.steps = steps
        self.requestID = requestID
        self.trace = trace
    }
}

/// What becomes of a request whose unique key is in use.
package enum JobUniqueness: Sendable {
    /// The job that waits, runs or waits for its owner stands for it; what it asks for is dropped.
    case first
    /// A job that waits takes its payload over and comes no later than either asked for. While one runs, one more waits; never
    /// two run at once, since the unique key is the serial key as well. An attempt that fails while a newer request waits is
    /// the last one of its job.
    case latest
}

/// A job that was promised: what the caller needs to make it known after its transaction has committed.
package struct PromisedJob: Sendable, Equatable {
    /// How the index will know it.
    package let entry: DispatchEntry
    /// `false` when a job with the same unique key was wanted already or took the request over, or was started again: the id is
    /// that one's.
    package let isNew: Bool

    package var id: Job.ID { entry.id }
}

extension JobRequest {
    /// How the index will know the job.
    func entry(_ id: Job.ID) -> DispatchEntry {
        DispatchEntry(
            id: id, queue: Payload.queue, band: band,
            tenant: storeID?.description ?? userID?.description ?? DispatchEntry.platform, kind: Payload.kind,
            host: host, serialKey: serialKey, delay: delay)
    }
}
