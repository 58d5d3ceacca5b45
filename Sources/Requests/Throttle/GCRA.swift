/// The generic cell rate algorithm: as many requests at once as the quota, and one more each time a quota-th part of
/// the window has passed (ITU-T I.371, annex A, "virtual scheduling").
///
/// One number says everything: the *theoretical arrival time*, until which the bucket is not full again. All in
/// microseconds; the interval is rounded up, so that no more than the quota is ever let through at once.
struct GCRA: ThrottleRule, Hashable {
    /// Between two requests at the steady rate.
    let interval: Int64
    /// How far ahead of now the theoretical arrival time may run.
    let capacity: Int64

    /// - Parameters:
    ///   - quota: at least 1.
    ///   - window: microseconds, at least 1.
    init(quota: Int, window: Int64) {
        precondition(quota > 0 && window > 0, "a quota and a window are positive")
        interval = (window + Int64(quota) - 1) / Int64(quota)
        capacity = interval * Int64(quota)
    }

    func standing(of state: BucketState?, at now: Int64) -> BucketStanding {
        let used = arrival(of: state, at: now) - now
        return BucketStanding(
            remaining: Int((capacity - used) / interval), wait: max(0, used + interval - capacity), reset: used)
    }

    func charging(_ state: BucketState?, at now: Int64) -> BucketState {
        BucketState(instant: arrival(of: state, at: now) + interval, failures: 0)
    }

    func end(of state: BucketState) -> Int64 { state.instant }

    private func arrival(of state: BucketState?, at now: Int64) -> Int64 {
        min(max(state?.instant ?? now, now), now + capacity)
    }
}
