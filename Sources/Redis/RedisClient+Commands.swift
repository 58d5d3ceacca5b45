internal import NIOCore

extension RedisClient {
    /// Sends a command and returns the server's reply.
    ///
    /// - Parameter deadline: how long to wait, for a connection and for the reply; the endpoint's command timeout
    ///   unless given.
    /// - Throws: the server's refusal as `.server`, and every other kind of ``RedisError``. A cancelled task gets
    ///   `.cancelled` at once; its command is not taken back if it was sent.
    @discardableResult
    public func send(_ command: RedisCommand, deadline: Duration? = nil) async throws(RedisError) -> RedisValue {
        let end = self.deadline(after: deadline)
        do throws(RedisError) {
            return try await multiplexer.submit(command.encoded, deadline: end).orThrow()
        } catch {
            guard error.kind == .connectionLost, command.isIdempotent else { throw error }
            return try await multiplexer.submit(command.encoded, deadline: end).orThrow()
        }
    }

    /// Sends commands in one write, nobody else's between them, and returns their replies in the same order.
    ///
    /// This is no transaction: others' effects may fall between theirs unless `MULTI` and `EXEC` are among them, and
    /// a refusal of one does not stop the next. All are idempotent, or none is repeated.
    ///
    /// - Throws: what kept the pipeline as a whole from its replies. A refusal is the result of its own command.
    public func pipeline(
        _ commands: [RedisCommand], deadline: Duration? = nil
    ) async throws(RedisError) -> [Result<RedisValue, RedisError>] {
        guard !commands.isEmpty else { return [] }
        let end = self.deadline(after: deadline)
        let bytes = commands.flatMap(\.encoded)
        let replies: RedisValue
        do throws(RedisError) {
            replies = try await multiplexer.submit(bytes, pipelineOf: commands.count, deadline: end)
        } catch {
            guard error.kind == .connectionLost, commands.allSatisfy(\.isIdempotent) else { throw error }
            replies = try await multiplexer.submit(bytes, pipelineOf: commands.count, deadline: end)
        }
        return (replies.array ?? []).map { reply in Result { () throws(RedisError) in try reply.orThrow() } }
    }

    func deadline(after duration: Duration?) -> NIODeadline { .now() + TimeAmount(duration ?? endpoint.commandTimeout) }
}

extension RedisValue {
    /// Itself, or the refusal it stands for.
    func orThrow() throws(RedisError) -> RedisValue {
        if case .error(let refusal) = self { throw RedisError(refusal) }
        return self
    }
}
