internal import NIOConcurrencyHelpers
internal import NIOCore

/// Carries the commands of many tasks over one connection at a time.
///
/// A caller appends its command and its continuation under a lock; the first one schedules a drain on the event loop,
/// and the drain sends whatever has gathered by then in one write. Under load a write carries many commands.
final class Multiplexer: Sendable {
    typealias Waiter = CheckedContinuation<Result<RedisValue, RedisError>, Never>

    struct Connection {
        let channel: any Channel
        let generation: Int
        let ended: EventLoopPromise<Void>
    }

    struct State {
        var exchange: Exchange<Waiter>
        var connection: Connection?
    }

    let eventLoop: any EventLoop
    let state: NIOLockedValueBox<State>

    init(eventLoop: any EventLoop, limits: RedisLimits) {
        self.eventLoop = eventLoop
        state = NIOLockedValueBox(State(exchange: Exchange(limits: limits)))
    }

    var isConnected: Bool { state.withLockedValue { $0.exchange.isConnected } }

    var connectionNumber: UInt64 { UInt64(state.withLockedValue { $0.exchange.generations }) }

    /// Sends encoded commands and waits for the reply, or for all `count` replies of a pipeline as one array.
    ///
    /// A task cancelled before gets `.cancelled` and nothing is sent; one cancelled later gets it at once.
    func submit(
        _ bytes: [UInt8], pipelineOf count: Int? = nil, deadline: NIODeadline
    ) async throws(RedisError) -> RedisValue {
        guard !Task.isCancelled else { throw RedisError(.cancelled) }
        let place = NIOLockedValueBox<Int?>(nil)
        let outcome: Result<RedisValue, RedisError> = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                do throws(RedisError) {
                    let ticket = try enqueue(bytes, pipelineOf: count, deadline: deadline, waiter: waiter)
                    place.withLockedValue { $0 = ticket }
                    if Task.isCancelled { cancel(ticket) }  // the handler may have run before there was a ticket
                } catch {
                    waiter.resume(returning: .failure(error))
                }
            }
        } onCancel: {
            if let ticket = place.withLockedValue({ $0 }) { cancel(ticket) }
        }
        return try outcome.get()
    }

    private func enqueue(
        _ bytes: [UInt8], pipelineOf count: Int?, deadline: NIODeadline, waiter: Waiter
    ) throws(RedisError) -> Int {
        let place = state.withLockedValue { state in
            Result { () throws(RedisError) in
                try state.exchange.enqueue(bytes, pipelineOf: count, deadline: deadline, waiter: waiter)
            }
        }
        let (ticket, needsDrain) = try place.get()
        if needsDrain { eventLoop.execute { self.drain() } }
        return ticket
    }

    private func cancel(_ ticket: Int) {
        state.withLockedValue { $0.exchange.cancel(ticket) }?.resume()
    }
}

extension Exchange<Multiplexer.Waiter>.Settlement {
    /// Tells the waiter; outside the lock, because it may start running here and now.
    func resume() { waiter.resume(returning: outcome) }
}
