import Testing

@testable import Requests

@Suite("A wait that doubles")
struct DoublingWaitTests {
    private let rule = DoublingWait(quota: 5, window: 60, longest: 900)

    /// The bucket after so many failures, each as soon as it was let through, and when the last one was.
    private func bucket(failures: Int) -> (state: BucketState?, now: Int64) {
        var state: BucketState?
        var now: Int64 = 1_000
        for _ in 0..<failures {
            now += rule.standing(of: state, at: now).wait
            state = rule.charging(state, at: now)
        }
        return (state, now)
    }

    @Test(
        "begins when the quota is used up and grows to the longest",
        arguments: zip(0...12, [0, 0, 0, 0, 0, 60, 120, 240, 480, 900, 900, 900, 900] as [Int64]))
    func waits(failures: Int, wait: Int64) {
        let (state, now) = bucket(failures: failures)
        #expect(rule.standing(of: state, at: now).wait == wait)
        #expect(rule.standing(of: state, at: now).remaining == (wait > 0 ? 0 : 5 - failures))
        #expect(rule.standing(of: state, at: now + wait).wait == 0)
        #expect(rule.standing(of: state, at: now + wait).remaining == (wait > 0 ? 1 : 5 - failures))
    }

    @Test("lets somebody who never stops knocking through again and again, and about a hundred times in a day")
    func neverLocks() {
        var state: BucketState?
        var passes: [Int64] = []
        for now in 0..<86_400 as Range<Int64> where rule.standing(of: state, at: now).wait == 0 {
            state = rule.charging(state, at: now)
            passes.append(now)
        }
        #expect(zip(passes, passes.dropFirst()).allSatisfy { $1 - $0 <= 900 })
        #expect(passes.count == 103)
    }

    @Test("is forgotten the longest wait after the next attempt was free to come, and not before")
    func forgotten() {
        let (state, now) = bucket(failures: 7)
        let end = now + 240 + 900
        #expect(rule.standing(of: state, at: end - 1) == BucketStanding(remaining: 1, wait: 0, reset: 1))
        #expect(rule.standing(of: state, at: end) == BucketStanding(remaining: 5, wait: 0, reset: 0))
        #expect(rule.charging(state, at: end - 1).failures == 8)
        #expect(rule.charging(state, at: end).failures == 1)
    }

    @Test("is no longer than it was when the clock was set back by a day")
    func clockSetBack() {
        let state = BucketState(instant: 86_400, failures: 9)
        #expect(rule.standing(of: state, at: 0) == BucketStanding(remaining: 0, wait: 900, reset: 1_800))
    }

    @Test("does not overflow after failures without end")
    func manyFailures() {
        let rule = DoublingWait(quota: 1, window: 1, longest: .max / 4)
        var state: BucketState?
        for _ in 0..<200 { state = rule.charging(state, at: 0) }
        #expect(rule.standing(of: state, at: 0).wait == 1 << 32)
    }
}
