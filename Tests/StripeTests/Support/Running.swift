/// Runs services for as long as `body` does, then cancels them and waits until they have ended.
///
/// - Throws: what `body` throws, or what a service throws besides `CancellationError`.
func running(
    _ services: [@Sendable () async throws -> Void], during body: () async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for service in services { group.addTask { try await service() } }
        let outcome: Result<Void, any Error>
        do {
            try await body()
            outcome = .success(())
        } catch { outcome = .failure(error) }
        group.cancelAll()
        while let ended = await group.nextResult() {
            if case .failure(let error) = ended, !(error is CancellationError) { throw error }
        }
        try outcome.get()
    }
}
