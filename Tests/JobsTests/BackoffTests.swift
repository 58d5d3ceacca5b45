import Jobs
import TestSupport
import Testing

@Suite("A backoff")
struct BackoffTests {
    private let backoff = Backoff(first: .seconds(2), cap: .seconds(60))

    private func draws(afterAttempt attempt: Int, seed: UInt64 = 1) -> [Duration] {
        var generator = SplitMix(seed: seed)
        return (0..<300).map { _ in backoff.delay(afterAttempt: attempt, using: &generator) }
    }

    @Test("doubles with each attempt", arguments: zip(1...5, [2, 4, 8, 16, 32]))
    func doubling(attempt: Int, ceiling: Int) throws {
        let draws = draws(afterAttempt: attempt)
        let longest = try #require(draws.max())
        let shortest = try #require(draws.min())
        #expect(longest <= .seconds(ceiling) && longest > .seconds(ceiling) * 0.98)
        #expect(shortest >= .seconds(ceiling) * 0.5 && shortest < .seconds(ceiling) * 0.52)
    }

    @Test("never exceeds its cap, however often a job has failed", arguments: [6, 7, 40, 1_000_000, Int.max])
    func cap(attempt: Int) {
        #expect(draws(afterAttempt: attempt).allSatisfy { $0 >= .seconds(30) && $0 <= .seconds(60) })
    }

    @Test("takes an attempt below the first for the first", arguments: [0, -1, Int.min + 1])
    func beforeTheFirst(attempt: Int) {
        #expect(draws(afterAttempt: attempt) == draws(afterAttempt: 1))
    }

    @Test("spreads jobs that failed together")
    func jitter() {
        #expect(Set(draws(afterAttempt: 3)).count > 290)
        #expect(draws(afterAttempt: 3, seed: 1) != draws(afterAttempt: 3, seed: 2))
    }
}
