/// Somebody who listens on channels of a connection.
struct Subscription: Sendable {
    let id: UInt64
    let channels: Set<String>
    let stream: AsyncThrowingStream<PostgresNotification, any Error>.Continuation

    func end(with error: PostgresError) {
        stream.finish(throwing: error)
    }
}
