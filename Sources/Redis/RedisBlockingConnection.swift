internal import NIOConcurrencyHelpers
internal import NIOCore

/// A connection of its own for commands that wait in the server, such as `BLPOP`, `BLMOVE` or `XREADGROUP … BLOCK`.
///
/// One command at a time. It connects at the first one, and again, after a jittered pause if need be, at the next one
/// after it was lost. An item popped by the server while the connection breaks is lost: move it to a second list, or
/// use streams. It closes when released.
public final class RedisBlockingConnection: Sendable {
    /// How long past its blocking time a command may take before the connection is taken for dead.
    static let grace = Duration.seconds(2)

    private struct State {
        var isBusy = false
        /// Set from the first failure to the next reply.
        var delay: RedialDelay?
    }

    private let dialer: Dialer
    private let multiplexer: Multiplexer
    private let state = NIOLockedValueBox(State())

    init(dialer: Dialer) {
        self.dialer = dialer
        multiplexer = Multiplexer(eventLoop: dialer.eventLoop, limits: RedisLimits())
    }

    deinit { multiplexer.close() }

    /// Sends a command that may wait in the server, connecting first if need be, and returns the reply.
    ///
    /// - Parameter blockingFor: the blocking time written in the command; it must be finite there, too.
    /// - Throws: `.tooManyInFlight` while another command is under way; `.timeout` when nothing came two seconds past
    ///   `blockingFor`; `.cancelled` at once when the task is cancelled. After any of the last two the connection is
    ///   closed, so that the server hands nothing to a caller who has left.
    public func send(_ command: RedisCommand, blockingFor: Duration) async throws(RedisError) -> RedisValue {
        let isMine = state.withLockedValue { state in
            defer { state.isBusy = true }
            return !state.isBusy
        }
        guard isMine else { throw RedisError(.tooManyInFlight, detail: "One blocking command at a time.") }
        defer { state.withLockedValue { $0.isBusy = false } }
        if !multiplexer.isConnected { try await connect() }
        let reply: RedisValue
        do throws(RedisError) {
            let deadline = NIODeadline.now() + TimeAmount(blockingFor + Self.grace)
            reply = try await multiplexer.submit(command.encoded, deadline: deadline)
        } catch {
            multiplexer.dropCurrent()
            if error.kind == .connectionLost { backOff() }
            throw error
        }
        state.withLockedValue { $0.delay = nil }
        return try reply.orThrow()
    }

    /// Closes the connection: the command under way fails with `.connectionLost`, later ones with `.closed`.
    public func close() { multiplexer.close() }

    private func connect() async throws(RedisError) {
        if let pause = state.withLockedValue({ $0.delay?.next() }) {
            do { try await Task.sleep(for: pause) } catch { throw RedisError(.cancelled) }
        }
        do throws(RedisError) {
            let handshake = Handshake(dialer.endpoint, libraries: [])
            let (channel, replies) = try await dialer.dial(saying: handshake.commands)
            do throws(RedisError) { _ = try handshake.check(replies) } catch {
                channel.close(promise: nil)
                throw error
            }
            _ = try await multiplexer.attach(channel)
        } catch {
            if error.kind != .cancelled { backOff() }
            throw error
        }
    }

    /// Makes the next attempt to connect wait, and each one after it longer, until a reply comes.
    private func backOff() { state.withLockedValue { $0.delay = $0.delay ?? RedialDelay() } }
}
