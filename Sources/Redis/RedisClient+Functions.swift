extension RedisClient {
    /// Calls a function of the client's libraries (`FCALL`), atomic in the server.
    ///
    /// A server that lost its functions (restarted empty, `FUNCTION FLUSH`) says "Function not found": nothing has run
    /// then, so the libraries are loaded once for all callers and the call is repeated. It is not repeated when the
    /// connection is lost.
    ///
    /// - Parameters:
    ///   - keys: the first parameter of the function.
    ///   - arguments: the second.
    ///   - deadline: how long each attempt may take; the endpoint's command timeout unless given.
    /// - Throws: as ``send(_:deadline:)``; a library the server refuses as `.server`.
    @discardableResult
    public func call(
        _ function: String, keys: [String], arguments: [any RedisArgument] = [], deadline: Duration? = nil
    ) async throws(RedisError) -> RedisValue {
        let call = RedisCommand("FCALL", arguments: [function, keys.count] + keys + arguments)
        // At worst: ours fails, so does the repeat that overtook another caller's load, then we load ourselves.
        for _ in 0..<2 {
            let seen = loads.begun
            do throws(RedisError) {
                return try await send(call, deadline: deadline)
            } catch {
                guard error.isFunctionMissing, !libraries.isEmpty else { throw error }
                if loads.begin(after: seen) { return try await loadAndSend(call, deadline: deadline) }
            }
        }
        return try await loadAndSend(call, deadline: deadline)
    }

    /// Loads the libraries and sends the call in one pipeline, so that everybody's later calls find them loaded.
    private func loadAndSend(_ call: RedisCommand, deadline: Duration?) async throws(RedisError) -> RedisValue {
        let results = try await pipeline(libraries.map(\.loading) + [call], deadline: deadline)
        for result in results.dropLast() { _ = try result.get() }
        guard let last = results.last else { throw RedisError(.protocolViolation) }
        return try last.get()
    }
}

extension RedisError {
    /// Redis 7's words; it has no code of its own for this.
    fileprivate var isFunctionMissing: Bool { kind == .server(prefix: "ERR", message: "Function not found") }
}
