import Testing

@testable import Requests

@Suite("A circuit breaker")
struct CircuitBreakerTests {
    private let start = ContinuousClock.now

    @Test("lets one request through in each pause while it is open")
    func open() {
        var breaker = CircuitBreaker(pause: .seconds(1))
        let closed = (breaker.admits(at: start), breaker.admits(at: start))
        #expect(closed == (true, true))
        _ = breaker.failed(at: start)
        var admitted: [Int] = []
        for tenth in 0..<35 where breaker.admits(at: start + .milliseconds(100 * tenth)) { admitted.append(tenth) }
        #expect(admitted == [10, 20, 30])
    }

    @Test("closes with the first success and says of each change once")
    func closes() {
        var breaker = CircuitBreaker(pause: .seconds(1))
        var changes = [breaker.succeeded(), breaker.failed(at: start), breaker.failed(at: start)]
        changes += [breaker.succeeded(), breaker.succeeded()]
        #expect(changes == [false, true, false, true, false])
        let closed = (breaker.admits(at: start), breaker.admits(at: start))
        #expect(closed == (true, true))
    }
}
