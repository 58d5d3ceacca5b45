import Tenancy

/// The buckets of this process alone, for as long as Redis is away: the same rules, each for its share of the quota.
struct LocalBuckets: Sendable {
    private let instances: Int
    private var states: TwoGenerations<String, BucketState>

    /// - Parameters:
    ///   - instances: among how many processes a quota is divided.
    ///   - limit: how many buckets are remembered at most; whoever fills them with others finds their own full again.
    init(instances: Int, limit: Int) {
        self.instances = instances
        states = TwoGenerations(limit: limit)
    }

    /// How many buckets take up memory.
    var count: Int { states.count }

    /// Charges all buckets if all let the request through, and none otherwise.
    ///
    /// - Parameter now: microseconds of a clock that never goes back.
    mutating func judge(_ buckets: [ThrottleBucket], at now: Int64) -> BucketReading {
        let rules = buckets.map { $0.policy.shared(among: instances).rule }
        var found = buckets.map { states[$0.key] }
        let isAllowed = zip(rules, found).allSatisfy { $0.standing(of: $1, at: now).wait == 0 }
        for (index, bucket) in buckets.enumerated() {
            if isAllowed { found[index] = rules[index].charging(found[index], at: now) }
            // Also when nothing was charged: whoever is refused must not be forgotten for it.
            if let state = found[index] { states.write(state, for: bucket.key) }
        }
        let standings = zip(rules, found).map { $0.standing(of: $1, at: now) }
        return BucketReading(now: now, isAllowed: isAllowed, standings: standings)
    }

    /// Makes buckets as if they had never been used.
    mutating func reset(_ buckets: [ThrottleBucket]) {
        for bucket in buckets { states.remove(bucket.key) }
    }
}
