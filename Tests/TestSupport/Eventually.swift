package import Testing

/// Waits until a condition holds, for what no event announces; looks every 10 ms.
///
/// Records an issue at the caller's line when it does not hold in time, with what was read last.
///
/// - Returns: the last value read.
/// - Throws: what `read` throws; `CancellationError`.
@discardableResult
package func eventually<Value>(
    within limit: Duration = .seconds(30), sourceLocation: SourceLocation = #_sourceLocation,
    _ read: () async throws -> Value, satisfies condition: (Value) -> Bool
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    while true {
        let value = try await read()
        if condition(value) { return value }
        guard ContinuousClock.now < deadline else {
            Issue.record("Not within \(limit); last: \(value)", sourceLocation: sourceLocation)
            return value
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}

/// Waits until a condition holds; see ``eventually(within:sourceLocation:_:satisfies:)``.
package func eventually(
    within limit: Duration = .seconds(30), sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    try await eventually(within: limit, sourceLocation: sourceLocation, condition, satisfies: { $0 })
}
