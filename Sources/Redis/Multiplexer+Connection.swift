internal import NIOConcurrencyHelpers
internal import NIOCore

extension Multiplexer {
    /// Takes a connection that has said its hello into use; unsent commands go out at once.
    ///
    /// - Returns: when the connection has ended, for whatever reason.
    /// - Throws: `.closed`, or `.connectionLost` if it ended meanwhile; the channel is closed then.
    func attach(_ channel: any Channel) async throws(RedisError) -> EventLoopFuture<Void> {
        let attached = eventLoop.submit { Result { () throws(RedisError) in try self.attachOnEventLoop(channel) } }
        do {
            return try await attached.get().get()
        } catch {
            channel.close(promise: nil)
            throw error as? RedisError ?? RedisError(.connectionLost, detail: "\(error)")
        }
    }

    private func attachOnEventLoop(_ channel: any Channel) throws(RedisError) -> EventLoopFuture<Void> {
        guard channel.isActive else { throw RedisError(.connectionLost) }
        let ended = eventLoop.makePromise(of: Void.self)
        let generation = state.withLockedValue { state in
            Result { () throws(RedisError) in
                let generation = try state.exchange.attach()
                state.connection = Connection(channel: channel, generation: generation, ended: ended)
                return generation
            }
        }
        do throws(RedisError) {
            let handler = DeliveryHandler(multiplexer: self, generation: try generation.get())
            do { try channel.pipeline.syncOperations.addHandler(handler) } catch { drop(handler.generation) }
        } catch {
            ended.fail(error)
            throw error
        }
        drain()
        return ended.futureResult
    }

    /// Gives a connection up: what was written fails with the reason. Nothing happens if it is not the current one.
    func drop(_ generation: Int, because reason: RedisError = RedisError(.connectionLost)) {
        let (settlements, connection) = state.withLockedValue { state in
            (state.exchange.detach(generation, because: reason), state.takeConnection(ifIts: generation))
        }
        end(connection, settlements)
    }

    /// Gives the current connection up, if there is one.
    func dropCurrent() {
        if let generation = state.withLockedValue({ $0.connection?.generation }) { drop(generation) }
    }

    /// An attempt to connect failed; callers hear of it when the server refused, or at their deadlines.
    func connectFailed(_ error: RedisError) {
        for settlement in state.withLockedValue({ $0.exchange.connectFailed(error) }) { settlement.resume() }
    }

    /// Ends everything, once and for all.
    func close() {
        let (settlements, connection) = state.withLockedValue { state in
            (state.exchange.close(), state.takeConnection())
        }
        end(connection, settlements)
    }

    private func end(_ connection: Connection?, _ settlements: [Exchange<Waiter>.Settlement]) {
        for settlement in settlements { settlement.resume() }
        connection?.channel.close(promise: nil)
        connection?.ended.succeed()
    }
}

extension Multiplexer.State {
    fileprivate mutating func takeConnection(ifIts generation: Int? = nil) -> Multiplexer.Connection? {
        guard let connection, generation == nil || connection.generation == generation else { return nil }
        self.connection = nil
        return connection
    }
}
