/// What this process heard of revocations lately, so that they hold here even before Redis has them.
///
/// It only ever revokes: nothing rests on its being complete. Two generations: when the younger one is full or
/// has lasted long enough it becomes the older, and the older is forgotten.
struct RecentRevocations: Sendable {
    let capacity: Int
    let lasting: Duration
    private var young: [RevocationKey: Int64] = [:]
    private var old: [RevocationKey: Int64] = [:]
    private var begun: ContinuousClock.Instant?

    /// - Parameters:
    ///   - capacity: how many; up to twice as many are held.
    ///   - lasting: for how long at least, unless so many come.
    init(capacity: Int = 8_192, lasting: Duration) {
        self.capacity = capacity
        self.lasting = lasting
    }

    /// How many are remembered.
    var count: Int { young.count + old.count }

    mutating func insert(_ revocations: [Revocation], at now: ContinuousClock.Instant = .now) {
        for revocation in revocations {
            if young.count >= capacity || now - (begun ?? now) >= lasting { (young, old, begun) = ([:], young, nil) }
            begun = begun ?? now
            young[revocation.key] = max(revocation.value, young[revocation.key] ?? revocation.value)
        }
    }

    /// Whether one of them ends the token.
    func revokes(_ probes: [RevocationProbe]) -> Bool {
        probes.contains { probe in
            [young[probe.key], old[probe.key]].contains { $0.map(probe.isRevoked) ?? false }
        }
    }
}
