internal import Logging
internal import NIOCore
internal import ServiceLifecycle

extension RedisClient {
    /// Keeps the client connected until the task is cancelled or the service group shuts down; to be run once.
    ///
    /// Redials after 50 ms to 5 s, with jitter. At the end everything in flight fails with `.connectionLost`, and every
    /// later command with `.closed`; list what uses the client after it in the group, so that it stops before.
    public func run() async throws {
        await cancelWhenGracefulShutdown { await self.keepConnected() }
        multiplexer.close()
    }

    private func keepConnected() async {
        var delay = RedialDelay()
        while !Task.isCancelled {
            let start = ContinuousClock.now
            do throws(RedisError) {
                try await stayConnected()
                if ContinuousClock.now - start > .seconds(1) { delay.reset() }
            } catch {
                guard !Task.isCancelled else { return }
                multiplexer.connectFailed(error)
                logger.warning("redis connect failed", metadata: ["reason": "\(error.debugDescription)"])
            }
            guard (try? await Task.sleep(for: delay.next())) != nil else { return }
        }
    }

    /// Connects and returns when that connection has ended.
    private func stayConnected() async throws(RedisError) {
        let handshake = Handshake(endpoint, libraries: libraries)
        let (channel, replies) = try await dialer.dial(saying: handshake.commands)
        let refused: [(library: String, error: RedisError)]
        do throws(RedisError) { refused = try handshake.check(replies) } catch {
            channel.close(promise: nil)
            throw error
        }
        for (library, error) in refused {
            let metadata: Logger.Metadata = ["library": "\(library)", "reason": "\(error.debugDescription)"]
            logger.error("redis function library refused", metadata: metadata)
        }
        let ended = try await multiplexer.attach(channel)
        logger.info("redis connected", metadata: ["endpoint": "\(endpoint)"])
        await withTaskCancellationHandler {
            try? await ended.get()
        } onCancel: {
            multiplexer.dropCurrent()
        }
        if !Task.isCancelled { logger.warning("redis connection lost", metadata: ["endpoint": "\(endpoint)"]) }
    }
}
