/// What is remembered of a bucket between two judgements; a bucket of which nothing is remembered is full.
///
/// Instants are microseconds of one clock, which is the judge's own: the Redis server's, or this process'.
struct BucketState: Hashable, Sendable {
    /// Of a ``GCRA`` its theoretical arrival time; of a ``DoublingWait`` when it was last charged.
    let instant: Int64
    /// How often it was charged in a row; always zero for a ``GCRA``.
    let failures: Int
}

/// How a bucket stands at one instant. Times in microseconds from that instant.
struct BucketStanding: Hashable, Sendable {
    /// How many requests it would let through now.
    let remaining: Int
    /// Until it lets one through; zero when it does now.
    let wait: Int64
    /// Until it is as if it had never been used.
    let reset: Int64
}

/// How a bucket fills and empties: a value without a clock and without memory.
///
/// The functions in ``ThrottleFunctions`` are the same arithmetic for the Redis server.
protocol ThrottleRule: Sendable {
    /// How a bucket stands. An instant from a clock that was set back since never makes anybody wait longer than the
    /// rule itself does.
    func standing(of state: BucketState?, at now: Int64) -> BucketStanding

    /// The bucket after one more request was let through. Only for a bucket that lets one through.
    func charging(_ state: BucketState?, at now: Int64) -> BucketState

    /// From when on the bucket is as if it had never been used.
    func end(of state: BucketState) -> Int64
}
