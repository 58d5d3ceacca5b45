extension PostgresConnection {
    /// Listens on channels.
    ///
    /// The stream ends with an error when the connection dies; the caller then connects and listens anew, and looks for
    /// what it missed meanwhile. Ending the stream, or dropping it, stops the listening. A reader that falls behind
    /// loses the oldest beyond 4,096 notifications. The stream keeps the connection alive.
    /// - Throws: kind `misuse` behind a transaction pooler, where listening has no effect.
    public func notifications(
        on channels: [String]
    ) async throws(PostgresError) -> AsyncThrowingStream<PostgresNotification, any Error> {
        guard !endpoint.isTransactionPooled else { throw .misuse("A pooled connection cannot listen.") }
        let (stream, continuation) = AsyncThrowingStream<PostgresNotification, any Error>.makeStream(
            bufferingPolicy: .bufferingNewest(4_096))
        let number = PostgresReactor.uniqueNumber()
        continuation.onTermination = { [self] _ in reactor.submit(.unsubscribe(id, subscription: number)) }
        reactor.submit(.subscribe(id, Subscription(id: number, channels: Set(channels), stream: continuation)))
        do throws(PostgresError) {
            for channel in channels { try await execute("LISTEN \(identifier: channel)") }
        } catch {
            continuation.finish()
            throw error
        }
        return stream
    }
}
