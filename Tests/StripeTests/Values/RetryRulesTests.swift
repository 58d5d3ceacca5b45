import Testing

@testable import Stripe

@Suite("Whether a call is repeated")
struct RetryRulesTests {
    private let rules = RetryRules(retries: 2, pause: .milliseconds(500))

    private func pause(
        _ status: Int, shouldRetry: Bool? = nil, retryAfter: Duration? = nil, attempts: Int = 1,
        remaining: Duration = .seconds(15), chance: Double = 1
    ) -> Duration? {
        rules.pause(
            after: .answer(status: status, shouldRetry: shouldRetry, retryAfter: retryAfter), attempts: attempts,
            remaining: remaining, chance: chance)
    }

    @Test("depends on the status", arguments: [409, 429, 500, 502, 503, 599])
    func transient(_ status: Int) { #expect(pause(status) != nil) }

    @Test("is never so for an answer that stays the same", arguments: [200, 301, 400, 401, 402, 403, 404, 422])
    func final(_ status: Int) { #expect(pause(status) == nil) }

    @Test("is Stripe's to say")
    func shouldRetry() {
        #expect(pause(500, shouldRetry: false) == nil)
        #expect(pause(400, shouldRetry: true) != nil)
    }

    @Test("ends after the second repetition; the pause doubles and half of it is chance")
    func growth() {
        #expect(pause(500, attempts: 1) == .milliseconds(500))
        #expect(pause(500, attempts: 1, chance: 0) == .milliseconds(250))
        #expect(pause(500, attempts: 2) == .seconds(1))
        #expect(pause(500, attempts: 3) == nil)
        #expect(rules.pause(after: .unreachable, attempts: 2, remaining: .seconds(15), chance: 1) == .seconds(1))
        #expect(rules.pause(after: .unreachable, attempts: 3, remaining: .seconds(15), chance: 1) == nil)
    }

    @Test("waits as long as Stripe wants, but not past the end of the call")
    func retryAfter() {
        #expect(pause(429, retryAfter: .seconds(3)) == .seconds(3))
        #expect(pause(429, retryAfter: .zero) == .milliseconds(500))
        #expect(pause(429, retryAfter: .seconds(15)) == nil)
        #expect(pause(500, remaining: .milliseconds(400)) == nil)
    }
}
