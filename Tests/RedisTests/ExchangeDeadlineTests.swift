import NIOCore
import Testing

@testable import Redis

@Suite("Deadlines in the exchange")
struct ExchangeDeadlineTests {
    private func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }

    private func exchange(deadlines: [Int64], silence: Int64 = 3) throws -> Exchange<Int> {
        var limits = RedisLimits()
        limits.silence = .seconds(silence)
        var exchange = Exchange<Int>(limits: limits)
        for (number, deadline) in deadlines.enumerated() {
            _ = try exchange.enqueue([UInt8(number)], deadline: at(deadline), waiter: number)
        }
        return exchange
    }

    @Test("an overdue command times out alone, and its late reply is swallowed")
    func timeout() throws {
        var exchange = try exchange(deadlines: [9, 1, 9])
        let connection = try exchange.attach()
        _ = exchange.takeBatch(now: at(0))
        let expiry = exchange.expire(now: at(1))
        #expect(expiry.settlements == [.init(waiter: 1, outcome: .failure(RedisError(.timeout)))])
        #expect(expiry.silent == nil && exchange.overdue == 1)
        let told = exchange.receive([.integer(0), .integer(1), .integer(2)], from: connection, now: at(2))
        #expect(told.settlements.map(\.waiter) == [0, 2])
        #expect(exchange.overdue == 0)
    }

    @Test("without a connection a deadline tells why there is none, and the command is never sent")
    func neverSent() throws {
        var exchange = try exchange(deadlines: [1, 9])
        _ = exchange.connectFailed(RedisError(.connectionFailed, detail: "refused"))
        let told = exchange.expire(now: at(1)).settlements
        #expect(told.map(\.waiter) == [0])
        guard case .failure(let error)? = told.first?.outcome else { return }
        #expect(error.kind == .connectionFailed && error.debugDescription.contains("refused"))
        _ = try exchange.attach()
        #expect(exchange.takeBatch(now: at(1)) == [[1]])
    }

    @Test("one timer serves many deadlines, and an earlier one asks for an earlier timer")
    func timers() throws {
        var exchange = try exchange(deadlines: [5, 6, 7])
        #expect(exchange.takeTimer() == at(5))
        #expect(exchange.takeTimer() == nil)
        _ = try exchange.enqueue([3], deadline: at(2), waiter: 3)
        #expect(exchange.takeTimer() == at(2))
        _ = exchange.expire(now: at(2))
        #expect(exchange.takeTimer() == at(5))
        _ = exchange.expire(now: at(6))
        #expect(exchange.takeTimer() == at(7))
    }

    @Test("a connection is given up when commands are overdue and nothing came for long enough")
    func silence() throws {
        var exchange = try exchange(deadlines: [1, 60])
        let connection = try exchange.attach()
        _ = exchange.takeBatch(now: at(0))
        #expect(exchange.expire(now: at(1)).silent == nil)
        #expect(exchange.takeTimer() == at(3))
        _ = exchange.receive([], from: connection, now: at(2))
        #expect(exchange.expire(now: at(3)).silent == nil)
        #expect(exchange.takeTimer() == at(5))
        #expect(exchange.expire(now: at(5)).silent == connection)
    }

    @Test("a slow command within its deadline is no silence")
    func patience() throws {
        var exchange = try exchange(deadlines: [60])
        _ = try exchange.attach()
        _ = exchange.takeBatch(now: at(0))
        #expect(exchange.expire(now: at(30)).silent == nil)
    }

    @Test("the pauses between attempts to connect double to five seconds, and half of each is chance")
    func redialDelay() {
        var delay = RedialDelay()
        var step = Duration.milliseconds(50)
        for _ in 0..<12 {
            let pause = delay.next()
            #expect(pause >= step / 2 && pause <= step)
            step = min(step * 2, .seconds(5))
        }
        delay.reset()
        #expect(delay.next() <= .milliseconds(50))
    }
}
