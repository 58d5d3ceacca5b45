import Foundation
package import Logging
import ServiceLifecycle

/// A Redis of our own: a child process with its data, log, password and socket in one directory.
///
/// It listens on 127.0.0.1 and on a Unix socket that only its own account (and root) can reach; both ask for the
/// generated password. It ends when we end, by whatever cause.
package final class LocalRedis: Service, Sendable {
    /// Where it listens.
    package let host = "127.0.0.1"
    /// 48 hexadecimal digits. Never logged.
    package let password: String
    /// Absolute path of the Unix socket.
    package let socketPath: String
    private let server: SupervisedServer

    private init(server: SupervisedServer, instance: RedisInstance) {
        self.server = server
        password = instance.password
        socketPath = instance.socketPath
    }

    /// Starts the server of a directory and waits until it accepts connections.
    ///
    /// - Parameters:
    ///   - directory: made if it is missing. See ``directory`` for where the data are if we are root.
    ///   - options: may differ from start to start.
    /// - Throws: ``LocalServerError`` when Redis is not installed, another process serves the directory, or the server
    ///   does not become ready; `CancellationError`. No process is left behind.
    package static func start(
        in directory: String, options: Options = Options(), logger: Logger
    ) async throws -> LocalRedis {
        let home = try ServerHome(at: directory)
        let lock = try await home.lock(for: RedisInstance.server, patience: options.startTimeout)
        let instance = try RedisInstance(home: home, options: options)
        let server = SupervisedServer(home: home, plan: instance.plan, log: instance.log, logger: logger)
        try await server.start(with: lock)
        return LocalRedis(server: server, instance: instance)
    }

    /// The port on 127.0.0.1. Kept from start to start unless somebody else has taken it meanwhile.
    package var port: Int { server.port }

    /// Where everything is; see ``LocalPostgres/directory``.
    package var directory: String { server.home.path }

    /// The server's process; `nil` when it is stopped.
    package var processID: Int32? { server.child?.processID }

    /// `redis://…` over TCP, password included.
    package func url(database: Int = 0) -> String {
        "redis://default:\(password)@\(host):\(port)/\(database)"
    }

    /// `unix://…` over the Unix socket, password included.
    package func unixURL(database: Int = 0) -> String {
        let path = socketPath.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? socketPath
        return "unix://default:\(password)@\(path)?db=\(database)"
    }

    /// Ends the server in its orderly way, by force if that takes more than ten seconds. May be repeated.
    package func stop() async { await server.stop() }

    /// Kills the server as a power cut would.
    package func crash() async { await server.crash() }

    /// Stops the server if it runs and starts it again: on the same data with ``ServerDurability/safe``, empty with
    /// ``ServerDurability/fast``; also after ``crash()``.
    package func restart() async throws {
        await server.stop()
        try await server.start()
    }

    /// Makes the server hang: connections stay open and nothing is answered until ``resume()``.
    package func suspend() { send(signal: SIGSTOP) }

    /// Lets a suspended server go on: it answers what has come meanwhile.
    package func resume() { send(signal: SIGCONT) }

    /// Sends a signal to the server. An end that it causes counts as the server's own: ``run()`` throws.
    package func send(signal: Int32) { server.child?.send(signal: signal) }

    /// Serves until graceful shutdown or cancellation, then ``stop()``s. To be one of the first services of a group, so
    /// that it is one of the last to go.
    ///
    /// - Throws: ``LocalServerError/died(server:status:log:)`` when the server ends by itself.
    package func run() async throws { try await server.run() }
}
