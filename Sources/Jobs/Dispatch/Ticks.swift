/// Ticks at a steady pace, the first one at once; a slow consumer misses ticks instead of being overrun. Ends when
/// its task is cancelled.
struct Ticks: AsyncSequence {
    let interval: Duration

    init(every interval: Duration) { self.interval = interval }

    func makeAsyncIterator() -> Iterator { Iterator(interval: interval, next: .now) }

    struct Iterator: AsyncIteratorProtocol {
        let interval: Duration
        var next: ContinuousClock.Instant

        mutating func next() async -> Void? {
            do { try await Task.sleep(until: next, clock: .continuous) } catch { return nil }
            next = Swift.max(next.advanced(by: interval), .now)
            return ()
        }
    }
}
