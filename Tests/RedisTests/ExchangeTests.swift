import DequeModule
import NIOCore
import Testing

@testable import Redis

@Suite("The exchange of commands and replies")
struct ExchangeTests {
    private let zero = NIODeadline.uptimeNanoseconds(0)
    private func at(_ seconds: Int64) -> NIODeadline { zero + .seconds(seconds) }

    /// An exchange with commands 0, 1, 2… whose waiters are their numbers and whose deadlines are in ten seconds.
    private func exchange(commands: Int, limits: RedisLimits = RedisLimits()) throws -> Exchange<Int> {
        var exchange = Exchange<Int>(limits: limits)
        for number in 0..<commands {
            let place = try exchange.enqueue([UInt8(number)], deadline: at(10), waiter: number)
            #expect(place.ticket == number)
            #expect(place.needsDrain == (number == 0))
        }
        return exchange
    }

    @Test("nothing is sent without a connection, then everything in order and once")
    func sending() throws {
        var exchange = try exchange(commands: 3)
        #expect(exchange.takeBatch(now: zero) == [])
        _ = try exchange.attach()
        #expect(exchange.takeBatch(now: zero) == [[0], [1], [2]])
        #expect(exchange.takeBatch(now: zero) == [])
        #expect(try exchange.enqueue([3], deadline: at(10), waiter: 3).needsDrain)
        #expect(exchange.takeBatch(now: zero) == [[3]])
    }

    @Test("replies go to the waiters in order, errors among them; one too many is noticed")
    func replies() throws {
        var exchange = try exchange(commands: 2)
        let connection = try exchange.attach()
        _ = exchange.takeBatch(now: zero)
        let refusal = RedisValue.error(.init(prefix: "ERR", message: ""))
        let (told, isUnsolicited) = exchange.receive([refusal, .integer(5), .null], from: connection, now: zero)
        #expect(told.map(\.waiter) == [0, 1])
        #expect(try told.map { try $0.outcome.get() } == [refusal, .integer(5)])
        #expect(isUnsolicited)
    }

    @Test("a pipeline is told all its replies together")
    func pipeline() throws {
        var exchange = Exchange<Int>(limits: RedisLimits())
        _ = try exchange.enqueue([1, 2], pipelineOf: 2, deadline: at(10), waiter: 7)
        let connection = try exchange.attach()
        _ = exchange.takeBatch(now: zero)
        #expect(exchange.receive([.integer(1)], from: connection, now: zero).settlements.isEmpty)
        let told = exchange.receive([.integer(2)], from: connection, now: zero).settlements
        #expect(try told.map { try $0.outcome.get() } == [.array([.integer(1), .integer(2)])])
    }

    @Test("a command cancelled before it is sent is not sent")
    func cancelUnsent() throws {
        var exchange = try exchange(commands: 3)
        #expect(exchange.cancel(1)?.outcome == .failure(RedisError(.cancelled)))
        #expect(exchange.cancel(1) == nil)
        let connection = try exchange.attach()
        #expect(exchange.takeBatch(now: zero) == [[0], [2]])
        let told = exchange.receive([.integer(0), .integer(2)], from: connection, now: zero)
        #expect(told.settlements.map(\.waiter) == [0, 2] && !told.isUnsolicited)
    }

    @Test("a command cancelled after it is sent leaves a tombstone that swallows its reply")
    func cancelWritten() throws {
        var exchange = try exchange(commands: 3)
        let connection = try exchange.attach()
        _ = exchange.takeBatch(now: zero)
        #expect(exchange.cancel(0)?.waiter == 0)
        #expect(
            exchange.receive([.integer(0), .integer(1)], from: connection, now: zero).settlements.map(\.waiter) == [1])
        #expect(exchange.cancel(1) == nil && exchange.cancel(0) == nil && exchange.cancel(99) == nil)
        #expect(exchange.cancel(2)?.waiter == 2)
    }

    @Test("a lost connection fails what was sent; what was not goes to the next one")
    func lost() throws {
        var exchange = try exchange(commands: 2)
        let first = try exchange.attach()
        _ = exchange.takeBatch(now: zero)
        _ = try exchange.enqueue([2], deadline: at(10), waiter: 2)
        let told = exchange.detach(first, because: RedisError(.connectionLost))
        #expect(told.map(\.waiter) == [0, 1])
        #expect(told.allSatisfy { $0.outcome == .failure(RedisError(.connectionLost)) })
        let second = try exchange.attach()
        #expect(exchange.takeBatch(now: zero) == [[2]])
        #expect(exchange.receive([.null], from: first, now: zero).settlements.isEmpty)
        #expect(exchange.detach(first, because: RedisError(.connectionLost)).isEmpty)
        #expect(exchange.receive([.null], from: second, now: zero).settlements.map(\.waiter) == [2])
    }

    @Test("closing fails what was sent as lost, the rest as closed, and takes nothing more")
    func close() throws {
        var exchange = try exchange(commands: 1)
        _ = try exchange.attach()
        _ = exchange.takeBatch(now: zero)
        _ = try exchange.enqueue([1], deadline: at(10), waiter: 1)
        let told = exchange.close()
        #expect(told.map(\.outcome) == [.failure(RedisError(.connectionLost)), .failure(RedisError(.closed))])
        #expect(throws: RedisError(.closed)) { try exchange.enqueue([2], deadline: at(10), waiter: 2) }
        #expect(throws: RedisError(.closed)) { _ = try exchange.attach() }
    }

    @Test("no more commands or bytes are taken than the limits allow, and room comes back with the replies")
    func bounds() throws {
        var limits = RedisLimits()
        limits.commands = 2
        limits.bytes = 10
        var exchange = try exchange(commands: 2, limits: limits)
        #expect(throws: RedisError(.tooManyInFlight)) { try exchange.enqueue([2], deadline: at(10), waiter: 2) }
        let connection = try exchange.attach()
        _ = exchange.takeBatch(now: zero)
        _ = exchange.receive([.null], from: connection, now: zero)
        let tooBig = [UInt8](repeating: 0, count: 10)
        #expect(throws: RedisError(.tooManyInFlight)) { try exchange.enqueue(tooBig, deadline: at(10), waiter: 2) }
        #expect(try exchange.enqueue([UInt8](repeating: 0, count: 9), deadline: at(10), waiter: 3).ticket == 2)
    }

    @Test("a refused login is told to those who wait; other failures are not")
    func refusedConnection() throws {
        var exchange = try exchange(commands: 1)
        #expect(exchange.connectFailed(RedisError(.connectionFailed)).isEmpty)
        #expect(exchange.connectFailed(RedisError(.server(prefix: "LOADING", message: ""))).isEmpty)
        let refusal = RedisError(.server(prefix: "WRONGPASS", message: ""))
        #expect(exchange.connectFailed(refusal).map(\.outcome) == [.failure(refusal)])
        #expect(exchange.queue.isEmpty && exchange.byteCount == 0)
    }
}
