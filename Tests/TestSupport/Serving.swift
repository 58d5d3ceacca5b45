import Logging
package import ServiceLifecycle

/// Runs a server for as long as `body` does. Then it is told to stop, and cancelled when it has not stopped in a second.
///
/// It is not cancelled at once, because SwiftNIO does not survive it when a connection is accepted at the same moment.
///
/// - Throws: what `body` throws, or what the server throws besides `CancellationError`.
package func serving(_ server: some Service, during body: () async throws -> Void) async throws {
    var configuration = ServiceGroupConfiguration(
        services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    configuration.maximumGracefulShutdownDuration = .seconds(1)
    let group = ServiceGroup(configuration: configuration)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        let outcome: Result<Void, any Error>
        do {
            try await body()
            outcome = .success(())
        } catch { outcome = .failure(error) }
        await group.triggerGracefulShutdown()
        do { try await tasks.waitForAll() } catch is CancellationError {}
        try outcome.get()
    }
}
