import Redis
import TestSupport
import Testing

@testable import Requests

@Suite("The functions in Redis")
struct ThrottleFunctionTests {
    private let policies: [ThrottlePolicy] = [
        .login, .loginAccount, .scarce, ThrottlePolicy("odd", quota: 7, window: .microseconds(999_983)),
        ThrottlePolicy("one", quota: 1, window: .seconds(1), longestWait: .seconds(7)),
    ]

    /// Somewhere around now: full, half used, used up, waiting, long forgotten, or from a clock that was set back.
    private func state(_ policy: ThrottlePolicy, _ now: Int64, _ random: inout SplitMix) -> BucketState? {
        guard Int.random(in: 0..<6, using: &random) > 0 else { return nil }
        let reach = (policy.longestWait ?? policy.window).microseconds
        let scale = [reach, reach / Int64(policy.quota), 3 * reach].randomElement(using: &random) ?? reach
        let failures = policy.longestWait == nil ? 0 : Int.random(in: 1...(policy.quota + 6), using: &random)
        return BucketState(instant: now + .random(in: -scale...scale, using: &random), failures: failures)
    }

    private func text(_ state: BucketState) -> String { "\(state.instant):\(state.failures)" }

    private func time(_ redis: RedisClient) async throws -> Int64 {
        let parts = (try await redis.send(["TIME"]).array ?? []).compactMap(\.integer)
        return parts[0] * 1_000_000 + parts[1]
    }

    @Test("judge, charge and store to the microsecond as the rules do", arguments: 0..<4)
    func sameArithmetic(seed: Int) async throws {
        var random = SplitMix(seed: UInt64(seed))
        try await withClient { redis in
            let shared = SharedBuckets(redis: redis)
            var outcomes: Set<Bool> = []
            for round in 0..<150 {
                let buckets = policies.shuffled(using: &random).prefix(.random(in: 1...3, using: &random))
                    .map { ThrottleBucket.session("\(round)", $0) }
                let now = try await time(redis)
                let states = buckets.map { state($0.policy, now, &random) }
                for case (let bucket, let state?) in zip(buckets, states) {
                    try await redis.send(["SET", bucket.key, text(state)])
                }
                let reading = try #require(try await shared.judge(buckets, within: .seconds(20)))
                let rules = buckets.map(\.policy.rule)
                let isAllowed = zip(rules, states).allSatisfy { $0.standing(of: $1, at: reading.now).wait == 0 }
                let after = zip(rules, states).map { isAllowed ? $0.charging($1, at: reading.now) : $1 }
                outcomes.insert(isAllowed)
                #expect(reading.isAllowed == isAllowed)
                #expect(reading.standings == zip(rules, after).map { $0.standing(of: $1, at: reading.now) })
                for (bucket, state) in zip(buckets, after) {
                    #expect(try await redis.send(["GET", bucket.key]).string == state.map(text))
                }
            }
            #expect(outcomes == [true, false])
        }
    }

    @Test("keep nothing longer than it means something")
    func expiry() async throws {
        try await withClient { redis in
            let steady = ThrottleBucket.session("s", .login)
            let doubling = ThrottleBucket.session("s", .loginAccount)
            func left(_ bucket: ThrottleBucket) async throws -> Int64 {
                try await redis.send(["PTTL", bucket.key]).integer ?? 0
            }
            let shared = SharedBuckets(redis: redis)
            for charges in 1...4 as ClosedRange<Int64> {
                _ = try await shared.judge([steady, doubling], within: .seconds(20))
                let (first, second) = (try await left(steady), try await left(doubling))
                #expect(1...(charges * 6_000) ~= first)
                #expect(1...900_000 ~= second)
            }
            _ = try await shared.judge([doubling], within: .seconds(20))
            let waiting = try await left(doubling)
            #expect(900_001...960_000 ~= waiting)
        }
    }

    @Test("take what they did not write for an unused bucket")
    func foreignValue() async throws {
        try await withClient { redis in
            let bucket = ThrottleBucket.session("s", .login)
            for value in ["", "x", "1:2:3", "-1:0", "1e9:0"] {
                try await redis.send(["SET", bucket.key, value])
                let reading = try await SharedBuckets(redis: redis).judge([bucket], within: .seconds(20))
                #expect(reading?.standings.first?.remaining == 9)
            }
        }
    }
}
