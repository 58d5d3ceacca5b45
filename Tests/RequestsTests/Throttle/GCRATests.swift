import TestSupport
import Testing

@testable import Requests

@Suite("A steady rate")
struct GCRATests {
    /// The same promise said differently: a vessel that holds the quota and fills evenly, from which each request takes
    /// one part. Counts time in store instead of an arrival time.
    private struct TokenBucket {
        let interval: Int64
        let capacity: Int64
        private var level: Int64
        private var last: Int64 = 0

        init(_ rule: GCRA) {
            (interval, capacity, level) = (rule.interval, rule.capacity, rule.capacity)
        }

        mutating func fill(until now: Int64) -> BucketStanding {
            level = min(capacity, level + now - last)
            last = now
            return BucketStanding(
                remaining: Int(level / interval), wait: max(0, interval - level), reset: capacity - level)
        }

        mutating func take() { level -= interval }
    }

    @Test("lets through what a vessel that fills evenly has in it", arguments: 0..<40)
    func model(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let rule = GCRA(quota: .random(in: 1...20, using: &random), window: .random(in: 1...9_999_999, using: &random))
        var bucket = TokenBucket(rule)
        var state: BucketState?
        var now: Int64 = 0
        for _ in 0..<400 {
            // Mostly close together, now and then long enough to fill it.
            let pause = Bool.random(using: &random) ? rule.interval : rule.capacity + 1
            now += .random(in: 0...(Bool.random(using: &random) ? pause : pause / 4), using: &random)
            let standing = rule.standing(of: state, at: now)
            #expect(standing == bucket.fill(until: now))
            guard standing.wait == 0 else { continue }
            state = rule.charging(state, at: now)
            bucket.take()
            #expect(rule.standing(of: state, at: now) == bucket.fill(until: now))
        }
    }

    @Test("is a burst of the quota, then one each time a part of the window has passed")
    func burst() {
        let rule = GCRA(quota: 10, window: 60_000_000)
        var state: BucketState?
        for left in (0..<10).reversed() {
            #expect(rule.standing(of: state, at: 5).wait == 0)
            state = rule.charging(state, at: 5)
            #expect(rule.standing(of: state, at: 5).remaining == left)
        }
        #expect(
            rule.standing(of: state, at: 5) == BucketStanding(remaining: 0, wait: 6_000_000, reset: 60_000_000))
        #expect(rule.standing(of: state, at: 6_000_004).wait == 1)
        #expect(rule.standing(of: state, at: 6_000_005).wait == 0)
    }

    @Test("lets through no more at once than the quota, even where the window is no multiple of it")
    func uneven() {
        let rule = GCRA(quota: 7, window: 10)
        var state: BucketState?
        var passed = 0
        while rule.standing(of: state, at: 0).wait == 0, passed < 100 {
            state = rule.charging(state, at: 0)
            passed += 1
        }
        #expect(passed == 7)
    }

    @Test("makes nobody wait longer than the window when the clock was set back by a day")
    func clockSetBack() {
        let rule = GCRA(quota: 10, window: 60_000_000)
        let state = BucketState(instant: 86_400_000_000, failures: 0)
        #expect(rule.standing(of: state, at: 0) == BucketStanding(remaining: 0, wait: 6_000_000, reset: 60_000_000))
    }
}
