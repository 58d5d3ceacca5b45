/// What came of judging some buckets together.
struct BucketReading: Sendable, Equatable {
    /// The judge's clock at that moment, in microseconds.
    let now: Int64
    /// Whether all of them let the request through, and were charged.
    let isAllowed: Bool
    /// How each stands afterwards, in their order.
    let standings: [BucketStanding]
}
