import Testing

@testable import Accounts

@Suite("A circuit breaker")
struct CircuitBreakerTests {
    /// The breaker under test, as the macros want it: its methods change nothing they can see.
    private final class Bench {
        private var breaker: CircuitBreaker

        init(tolerance: Int) { breaker = CircuitBreaker(tolerance: tolerance, pause: .seconds(1)) }

        func admit(at now: ContinuousClock.Instant) -> CircuitBreaker.Permit? { breaker.admit(at: now) }

        func note(
            _ outcome: CircuitBreaker.Outcome, of permit: CircuitBreaker.Permit, at now: ContinuousClock.Instant,
            stretch: Double = 1
        ) -> CircuitBreaker.Change? {
            breaker.note(outcome, of: permit, at: now, stretch: stretch)
        }
    }

    private let start = ContinuousClock.now

    /// A breaker that has just opened, for two seconds.
    private func opened() throws -> Bench {
        let breaker = Bench(tolerance: 3)
        for expected in [nil, nil, CircuitBreaker.Change.opened] {
            let permit = try #require(breaker.admit(at: start))
            #expect(breaker.note(.failed, of: permit, at: start, stretch: 2) == expected)
        }
        return breaker
    }

    @Test("opens with the third failure in a row, for as long as it is told")
    func opens() throws {
        let breaker = try opened()
        #expect(breaker.admit(at: start + .milliseconds(1_999)) == nil)
        #expect(breaker.admit(at: start + .seconds(2)) != nil)
    }

    @Test("is not opened by failures with an answer between them, nor by attempts given up")
    func tolerates() throws {
        let breaker = Bench(tolerance: 2)
        for outcome in [CircuitBreaker.Outcome.failed, .answered, .failed, .answered, .abandoned, .abandoned] {
            let permit = try #require(breaker.admit(at: start))
            #expect(breaker.note(outcome, of: permit, at: start) == nil)
        }
        #expect(breaker.admit(at: start) != nil)
    }

    @Test("lets one at a time try, and closes with the first answer")
    func probes() throws {
        let breaker = try opened()
        let later = start + .seconds(3)
        let probe = try #require(breaker.admit(at: later))
        #expect(breaker.admit(at: later) == nil)
        #expect(breaker.note(.answered, of: probe, at: later) == .closed)
        #expect(breaker.admit(at: later) != nil && breaker.admit(at: later) != nil)
    }

    @Test("waits again when the attempt fails, and lets the next one try when it was given up")
    func probesAgain() throws {
        let breaker = try opened()
        let later = start + .seconds(3)
        let failing = try #require(breaker.admit(at: later))
        #expect(breaker.note(.failed, of: failing, at: later, stretch: 1) == nil)
        #expect(breaker.admit(at: later + .milliseconds(999)) == nil)
        let abandoned = try #require(breaker.admit(at: later + .seconds(1)))
        #expect(breaker.note(.abandoned, of: abandoned, at: later + .seconds(1)) == nil)
        #expect(breaker.admit(at: later + .seconds(1)) != nil)
    }

    @Test("learns nothing from attempts that began before it opened")
    func stragglers() throws {
        let breaker = Bench(tolerance: 1)
        let early = try #require(breaker.admit(at: start))
        let failing = try #require(breaker.admit(at: start))
        #expect(breaker.note(.failed, of: failing, at: start, stretch: 1) == .opened)
        #expect(breaker.note(.answered, of: early, at: start) == nil)
        #expect(breaker.admit(at: start) == nil)
        let probe = try #require(breaker.admit(at: start + .seconds(1)))
        #expect(breaker.note(.failed, of: early, at: start) == nil)
        #expect(breaker.note(.answered, of: probe, at: start + .seconds(1)) == .closed)
    }
}
