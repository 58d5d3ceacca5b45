package import Domain

/// Everything that is written down when a job is asked for.
package struct JobRequest<Payload: JobPayload>: Sendable {
    package var payload: Payload
    package var storeID: Store.ID?
    package var userID: Account.ID?
    /// At most one job with this key is wanted at a time; a second request is answered with the first one's id.
    package var uniqueKey: String?
    /// At most one job with this key runs at a time; the database itself forbids a second.
    package var serialKey: String?
    /// Priority: 0 is served first, 2 last.
    package var band: Int
    /// Zero for at once.
    package var delay: Duration
    /// Steps as the owner will see them, in order.
    package var steps: [String]
    /// The HTTP request that asked, for tracing a job back.
    package var requestID: String?

    package init(
        _ payload: Payload, storeID: Store.ID? = nil, userID: Account.ID? = nil, uniqueKey: String? = nil,
        serialKey: String? = nil, band: Int = 1, delay: Duration = .zero, steps: [String] = [],
        requestID: String? = nil
    ) {
        self.payload = payload
        self.storeID = storeID
        self.userID = userID
        self.uniqueKey = uniqueKey
        self.serialKey = serialKey
        self.band = band
        self.delay = delay
        self.steps = steps
        self.requestID = requestID
    }
}

/// A job that was promised: what the caller needs to make it known after its transaction has committed.
package struct PromisedJob: Sendable, Equatable {
    package let id: Job.ID
    package let band: Int
    package let delay: Duration
    /// `false` when a job with the same unique key was wanted already: `id` is that one's.
    package let isNew: Bool

    package init(id: Job.ID, band: Int = 1, delay: Duration = .zero, isNew: Bool) {
        self.id = id
        self.band = band
        self.delay = delay
        self.isNew = isNew
    }
}
