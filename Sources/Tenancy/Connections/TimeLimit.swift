import Domain

/// Runs `body` and cancels it when the time is up.
///
/// Returns when `body` has, so it is only as punctual as `body` is in obeying.
///
/// - Throws: ``TenantUnavailable/unreachable`` when the time was up; what `body` throws.
func withTimeLimit<Value: Sendable>(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw TenantUnavailable.unreachable }
        return value
    }
}

extension TenantDatabases {
    /// How long a server may take to obey a cancel before its connection is dropped.
    private static let grace: Duration = .seconds(2)

    /// The same as ``withSession(_:_:)``, done within a time, in all: finding out where the database is, waiting for a
    /// connection, dialling, and what `body` does.
    ///
    /// - Parameter limit: more than 2 s, the last two of which a server has to stop what it is doing.
    /// - Throws: ``TenantUnavailable`` also when the time is up.
    package nonisolated func withSession<Value: Sendable>(
        _ route: TenantRoute, within limit: Duration,
        _ body: @escaping @Sendable (Session<Tenant>) async throws -> Value
    ) async throws -> Value {
        try await withTimeLimit(limit - Self.grace) { try await self.withSession(route, body) }
    }
}
