import Foundation
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle

/// One server of ours over its child processes: started, stopped, killed and started again on the same data.
final class SupervisedServer: Sendable {
    private enum State {
        case stopped
        case running(ChildProcess, DirectoryLock)
    }

    let home: ServerHome
    let plan: ServerPlan
    let log: ServerLog
    let logger: Logger
    private let state = NIOLockedValueBox(State.stopped)
    private let lastPort = NIOLockedValueBox(0)
    /// Told when a child ends that nobody had asked to.
    private let death = Announcement<ChildStatus>()

    init(home: ServerHome, plan: ServerPlan, log: ServerLog, logger: Logger) {
        self.home = home
        self.plan = plan
        self.log = log
        self.logger = logger
    }

    /// The child that serves at this moment.
    var child: ChildProcess? {
        state.withLockedValue { state in
            if case .running(let child, _) = state { child } else { nil }
        }
    }

    /// The port of the last start. Another start may have to take another.
    var port: Int { lastPort.withLockedValue { $0 } }

    /// Starts the server and waits until it accepts connections. No process is left behind when it throws.
    ///
    /// - Parameter lock: the directory's lock if it is held already; else it is taken.
    func start(with lock: DirectoryLock? = nil) async throws {
        let lock = if let lock { lock } else { try await home.lock(for: plan.name, patience: plan.startTimeout) }
        try await plan.prepare(lock)
        let (child, port) = try await launch(with: lock)
        lastPort.withLockedValue { $0 = port }
        state.withLockedValue { $0 = .running(child, lock) }
        child.whenExited { [self] status in ended(child, status) }
        logger.info("local server started", metadata: ["server": "\(plan.name)", "port": "\(port)"])
    }

    /// Ends the server in its orderly way, and by force if it does not listen. Nothing if it is not running.
    func stop() async {
        await end(with: plan.ending)
    }

    /// Ends the server as a crash would: nothing is flushed, no client is told.
    func crash() async {
        await end(with: [EndingStep(SIGKILL, grace: 0)])
    }

    /// Serves until the task group shuts down, then stops the server.
    ///
    /// - Throws: ``LocalServerError/died(server:status:log:)`` when the server ends by itself.
    func run() async throws {
        let status = await cancelWhenGracefulShutdown { [death] in try? await death.value() }
        if let status {
            throw LocalServerError.died(server: plan.name, status: status, log: log.tail())
        }
        await stop()
    }

    private func end(with steps: [EndingStep]) async {
        let taken = state.withLockedValue { state -> State in
            defer { state = .stopped }
            return state
        }
        guard case .running(let child, let lock) = taken else { return }
        await child.end(with: steps)
        withExtendedLifetime(lock) {}
        logger.info("local server stopped", metadata: ["server": "\(plan.name)"])
    }

    private func ended(_ child: ChildProcess, _ status: ChildStatus) {
        let wasServing = state.withLockedValue { state in
            guard case .running(let serving, _) = state, serving === child else { return false }
            state = .stopped
            return true
        }
        if wasServing { death.tell(status) }
    }
}
