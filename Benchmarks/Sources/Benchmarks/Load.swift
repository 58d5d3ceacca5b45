/// Callers that each do one thing after another, as fast as they are answered.
struct Load: Sendable {
    let callers: Int
    let duration: Duration

    /// - Parameter operation: gets numbers from 1 on, each caller its own.
    func run(_ operation: @escaping @Sendable (Int) async throws -> Void) async throws -> [Figure: Double] {
        let start = ContinuousClock.now
        let end = start + duration
        let latencies = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for _ in 1...callers { group.addTask { try await Self.call(operation, until: end) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let elapsed = (ContinuousClock.now - start).seconds
        let sorted = latencies.sorted()
        return [
            .operations: Double(sorted.count) / elapsed,
            .median: Self.milliseconds(sorted, at: 0.50),
            .tail: Self.milliseconds(sorted, at: 0.99),
        ]
    }

    /// - Returns: nanoseconds of each operation. One reading of the clock ends one and begins the next.
    private static func call(
        _ operation: @Sendable (Int) async throws -> Void, until end: ContinuousClock.Instant
    ) async throws -> [UInt64] {
        var latencies: [UInt64] = []
        var now = ContinuousClock.now
        while now < end {
            try await operation(latencies.count + 1)
            let done = ContinuousClock.now
            latencies.append(UInt64((done - now).nanoseconds))
            now = done
        }
        return latencies
    }

    private static func milliseconds(_ sorted: [UInt64], at share: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        let index = min(sorted.count - 1, Int(Double(sorted.count) * share))
        return Double(sorted[index]) / 1_000_000
    }
}
