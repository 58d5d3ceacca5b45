import Testing

@testable import Requests

@Suite("The buckets of one process")
struct LocalBucketsTests {
    private func bucket(_ name: Int, _ policy: ThrottlePolicy = .login) -> ThrottleBucket {
        .session("\(name)", policy)
    }

    @Test("grant a share of the quota, and never nothing", arguments: [(1, 10), (2, 5), (3, 3), (11, 1), (1_000, 1)])
    func share(instances: Int, quota: Int) {
        var buckets = LocalBuckets(instances: instances, limit: 100)
        let allowed = (0..<50).count { _ in buckets.judge([bucket(1)], at: 0).isAllowed }
        #expect(allowed == quota)
    }

    @Test("slow down failures as well")
    func failures() {
        var buckets = LocalBuckets(instances: 2, limit: 100)
        let allowed = (0..<3_600).count { buckets.judge([bucket(1, .loginAccount)], at: $0 * 1_000_000).isAllowed }
        // At once, at 1 s, then after 60, 120, 240 and 480 s, and every 900 s.
        #expect(allowed == 8)
    }

    @Test("are charged all or none")
    func allOrNone() {
        var buckets = LocalBuckets(instances: 1, limit: 100)
        let pair = [bucket(1), bucket(2, .loginAccount)]
        let both = (0..<9).count { _ in buckets.judge(pair, at: 0).isAllowed }
        let first = (0..<9).count { _ in buckets.judge([pair[0]], at: 0).isAllowed }
        #expect((both, first) == (5, 5))
    }

    @Test("take up no more memory than they may, and remember the newest half")
    func bounded() {
        var buckets = LocalBuckets(instances: 1, limit: 1_000)
        var most = 0
        for name in 0..<20_000 {
            _ = buckets.judge([bucket(name)], at: 0)
            most = max(most, buckets.count)
        }
        #expect(901...1_000 ~= most)
        let remaining = (19_500..<20_000).map { buckets.judge([bucket($0)], at: 0).standings[0].remaining }
        #expect(remaining.allSatisfy { $0 == 8 })
        let oldest = buckets.judge([bucket(0)], at: 0).standings[0].remaining
        #expect(oldest == 9)
    }

    @Test("remember whoever keeps coming, however many others do")
    func busyOneStays() {
        var buckets = LocalBuckets(instances: 1, limit: 100)
        var allowed = 0
        for name in 0..<10_000 {
            if buckets.judge([bucket(-1)], at: 0).isAllowed { allowed += 1 }
            _ = buckets.judge([bucket(name)], at: 0)
        }
        #expect(allowed == 10)
    }
}
