/// How one kind of server is prepared, run, recognised as ready and ended.
struct ServerPlan: Sendable {
    /// The server's own name: `PostgreSQL`.
    let name: String
    let startTimeout: Duration
    let ending: [EndingStep]
    /// Makes the data at the first start and clears away what a crash left. What it runs has to inherit the lock.
    let prepare: @Sendable (DirectoryLock) async throws -> Void
    /// The command that serves on a port of 127.0.0.1.
    let command: @Sendable (_ port: Int) throws -> ChildProcess.Command
    /// Whether the server with this process id accepts connections.
    let isReady: @Sendable (_ processID: Int32) -> Bool
}
