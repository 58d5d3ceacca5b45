import Foundation
package import Logging
import ServiceLifecycle

/// A PostgreSQL of our own: a child process with its data, log, password and socket in one directory.
///
/// It listens on 127.0.0.1 and on a Unix socket that only its own account (and root) can reach; both ask for the
/// generated password (SCRAM-SHA-256). It ends when we end, by whatever cause; the data stay.
package final class LocalPostgres: Service, Sendable {
    /// Where it listens.
    package let host = "127.0.0.1"
    /// The superuser that owns everything.
    package let user = "tenantry"
    /// 48 hexadecimal digits. Never logged.
    package let password: String
    /// Absolute path of the folder with the Unix socket.
    package let socketDirectory: String
    private let server: SupervisedServer

    private init(server: SupervisedServer, cluster: PostgresCluster) {
        self.server = server
        password = cluster.password
        socketDirectory = cluster.socketDirectory
    }

    /// Starts the server of a directory and waits until it accepts connections. The first start makes the data.
    ///
    /// - Parameters:
    ///   - directory: made if it is missing. See ``directory`` for where the data are if we are root.
    ///   - options: may differ from start to start.
    /// - Throws: ``LocalServerError`` when PostgreSQL is not installed, another process serves the directory, or the
    ///   server does not become ready; `CancellationError`. No process is left behind.
    package static func start(
        in directory: String, options: Options = Options(), logger: Logger
    ) async throws -> LocalPostgres {
        let home = try ServerHome(at: directory)
        let lock = try await home.lock(for: PostgresCluster.server, patience: options.startTimeout)
        let cluster = try await PostgresCluster(home: home, options: options)
        let server = SupervisedServer(home: home, plan: cluster.plan, log: cluster.log, logger: logger)
        try await server.start(with: lock)
        return LocalPostgres(server: server, cluster: cluster)
    }

    /// The port on 127.0.0.1. Kept from start to start unless somebody else has taken it meanwhile.
    package var port: Int { server.port }

    /// Where everything is: the directory asked for, or one below `/var/lib/tenantry` to which that is now a link, if
    /// we are root and the server's account could not reach it.
    package var directory: String { server.home.path }

    /// The server's main process; `nil` when it is stopped.
    package var processID: Int32? { server.child?.processID }

    /// `postgres://…` over TCP, password included. Any name will do for the database; it need not exist.
    package func url(database: String = "postgres") -> String {
        "postgres://\(user):\(password)@\(host):\(port)/\(Self.escaped(database))"
    }

    /// `postgres://…` over the Unix socket, password included.
    package func socketURL(database: String = "postgres") -> String {
        "postgres://\(user):\(password)@localhost:\(port)/\(Self.escaped(database))?host=\(Self.escaped(socketDirectory))"
    }

    /// Ends the server as `pg_ctl stop -m fast` does, by force if that takes more than ten seconds. May be repeated.
    package func stop() async { await server.stop() }

    /// Kills the server as a power cut would; the next start recovers from its log (or, with
    /// ``ServerDurability/fast``, from whatever is there).
    package func crash() async { await server.crash() }

    /// Stops the server if it runs and starts it again on the same data; also after ``crash()``.
    package func restart() async throws {
        await server.stop()
        try await server.start()
    }

    /// Sends a signal to the server's main process. An end that it causes counts as the server's own: ``run()`` throws.
    package func send(signal: Int32) { server.child?.send(signal: signal) }

    /// Serves until graceful shutdown or cancellation, then ``stop()``s. To be the first service of a group, so that it
    /// is the last to go.
    ///
    /// - Throws: ``LocalServerError/died(server:status:log:)`` when the server ends by itself.
    package func run() async throws { try await server.run() }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["/", "-", "_", "."])) ?? text
    }
}
