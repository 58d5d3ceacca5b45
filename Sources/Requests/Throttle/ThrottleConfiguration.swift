/// How one process throttles.
package struct ThrottleConfiguration: Sendable {
    /// Off, everything is let through and nothing is counted.
    package var isOn: Bool
    /// How many processes serve requests, at least 1: what a quota is divided by while they cannot count together.
    package var instances: Int
    /// How long one judgement may wait for Redis.
    package var patience: Duration
    /// How long nobody asks Redis after it failed, but for one request in each such time.
    package var pause: Duration
    /// How many buckets this process remembers while Redis is away; about 100 bytes each.
    package var localBuckets: Int

    /// On, two processes, 50 ms, one second, 50,000 buckets.
    package init(
        isOn: Bool = true, instances: Int = 2, patience: Duration = .milliseconds(50), pause: Duration = .seconds(1),
        localBuckets: Int = 50_000
    ) {
        precondition(instances > 0 && localBuckets > 1, "somebody counts, and remembers")
        self.isOn = isOn
        self.instances = instances
        self.patience = patience
        self.pause = pause
        self.localBuckets = localBuckets
    }
}
