import Domain
import Redis
import TestSupport
import Testing

@testable import Requests

@Suite("A throttle")
struct ThrottleTests {
    private let address = ThrottleBucket.address(ClientAddress("192.0.2.7"), .scarce)
    private let account = ThrottleBucket.account(ThrottledAccount("a@example.com"), .scarcer)

    @Test("lets exactly the quota through of a thousand requests at once", .timeLimit(.minutes(5)))
    func parallel() async throws {
        try await withClient { redis in
            let throttle = Throttle(redis: redis, configuration: .patient, logger: quiet)
            #expect(await throttle.allowedAtOnce(1_000, [address]) == 40)
        }
    }

    @Test("counts together with other processes")
    func twoClients() async throws {
        let endpoint = try await makeRedisDatabase()
        try await withClient(of: endpoint) { one in
            try await withClient(of: endpoint) { other in
                let first = Throttle(redis: one, configuration: .patient, logger: quiet)
                let second = Throttle(redis: other, configuration: .patient, logger: quiet)
                async let here = first.allowedAtOnce(60, [address])
                async let there = second.allowedAtOnce(60, [address])
                #expect(await here + there == 40)
            }
        }
    }

    @Test("charges all buckets or none: what an account refuses costs the address nothing")
    func allOrNone() async throws {
        try await withClient { redis in
            let throttle = Throttle(redis: redis, configuration: .patient, logger: quiet)
            #expect(await throttle.allowedAtOnce(100, [address, account]) == 4)
            #expect(await throttle.allowed(100, [address]) == 36)
            let others = ThrottleBucket.account(ThrottledAccount("b@example.com"), .scarcer)
            #expect(await throttle.allowed(3, [address, others]) == 0)
            #expect(await throttle.allowed(9, [others]) == 4)
        }
    }

    @Test("names the bucket that makes wait the longest when it refuses, and the caller's own when it does not")
    func fields() async throws {
        try await withClient { redis in
            let throttle = Throttle(redis: redis, configuration: .patient, logger: quiet)
            let login = ThrottleBucket.login(
                to: ThrottledAccount("a@example.com"), from: ClientAddress("192.0.2.7"), on: nil)
            let first = await throttle.judge(login)
            #expect(first.fields?.policy == "\"login\";q=10;w=60")
            #expect(first.fields?.limit == "\"login\";r=9;t=6")
            #expect(await throttle.allowed(4, login) == 4)
            let refusal = await #expect(throws: RateLimited.self) { try await throttle.judge(login).orThrow() }
            #expect(refusal?.policy == .loginAccount)
            #expect(1...60 ~= refusal?.retryAfter.components.seconds ?? 0)
            let seconds = refusal?.retryAfter.components.seconds ?? 0
            #expect(refusal?.fields.limit == "\"login-account\";r=0;t=\(seconds)")
            #expect(refusal?.explanation.retryAfter == .seconds(seconds))
            #expect(refusal?.explanation.code == "rate_limited")
        }
    }

    @Test("forgets an account's failures after a success, and what the address did not")
    func success() async throws {
        try await withClient { redis in
            let throttle = Throttle(redis: redis, configuration: .patient, logger: quiet)
            #expect(await throttle.allowed(9, [address, account]) == 4)
            await throttle.succeeded([address, account])
            #expect(await throttle.allowed(9, [address, account]) == 4)
            #expect(await throttle.allowed(100, [address]) == 32)
        }
    }

    @Test("lets everything through and counts nothing when it is off")
    func off() async throws {
        try await withClient { redis in
            let configuration = ThrottleConfiguration(isOn: false)
            let throttle = Throttle(redis: redis, configuration: configuration, logger: quiet)
            #expect(await throttle.allowed(100, [account]) == 100)
            #expect(await throttle.judge([account]) == .allowed(nil))
            let keys = try await redis.send(["DBSIZE"]).integer
            #expect(keys == 0)
        }
    }

    @Test("still asks Redis after a task was cancelled")
    func cancelled() async throws {
        try await withClient { redis in
            let throttle = Throttle(redis: redis, configuration: .patient, logger: quiet)
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await throttle.judge([account])
            }
            _ = await task.value
            #expect(await throttle.allowed(100, [account]) == 4)
            let known = try await redis.send(["EXISTS", account.key]).integer
            #expect(known == 1)
        }
    }
}
