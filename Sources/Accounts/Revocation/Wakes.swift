/// A bell: rung any number of times while nobody listens, it is heard once. For one listener.
struct Wakes: Sendable {
    let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func wake() { continuation.yield() }

    /// Rings at once and then at a steady pace, until the task is cancelled.
    func wake(every interval: Duration) async {
        repeat { wake() } while (try? await Task.sleep(for: interval)) != nil
    }
}
