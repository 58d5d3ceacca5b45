import Foundation

/// The data directory of one PostgreSQL, and how a server is run on it. Made with the directory's lock held.
struct PostgresCluster: Sendable {
    static let server = "PostgreSQL"

    let home: ServerHome
    let options: LocalPostgres.Options
    /// The folder with `postgres` and `initdb`, of the version that made the data if there are data.
    let binaries: String
    let password: String
    let socketDirectory: String

    init(home: ServerHome, options: LocalPostgres.Options) async throws {
        self.home = home
        self.options = options
        let version = try? String(contentsOfFile: "\(home.path)/data/PG_VERSION", encoding: .utf8)
        let major = version.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        binaries = try await ServerBinaries.findPostgres(major: major)
        password = try home.password(dataExist: version != nil)
        socketDirectory = try SocketFolder.make(in: home)
    }

    var data: String { "\(home.path)/data" }

    var log: ServerLog { ServerLog(path: "\(home.path)/server.log", secrets: [password]) }

    var plan: ServerPlan {
        ServerPlan(
            name: Self.server, startTimeout: options.startTimeout,
            ending: [
                EndingStep(SIGCONT, grace: 0), EndingStep(SIGINT, grace: 10), EndingStep(SIGQUIT, grace: 5),
                EndingStep(SIGKILL, grace: 0),
            ],
            prepare: { try await prepare(with: $0) }, command: { command(port: $0) }, isReady: { isReady($0) })
    }

    /// A fast shutdown is what the kernel asks for when we die (postgres(1): SIGINT); data that nobody keeps need no
    /// last checkpoint (SIGQUIT).
    private func command(port: Int) -> ChildProcess.Command {
        let settings = settings(port: port).merging(options.settings) { $1 }.sorted { $0.key < $1.key }
        return ChildProcess.Command(
            executable: "\(binaries)/postgres",
            arguments: ["-D", data] + settings.flatMap { ["-c", "\($0.key)=\($0.value)"] },
            standardOutput: .file(log.path), workingDirectory: data,
            deathSignal: options.durability == .safe ? .interrupt : .quit, user: home.user)
    }

    private func settings(port: Int) -> [String: String] {
        let quotedSockets = "\"" + socketDirectory.replacing("\"", with: "\"\"") + "\""
        var settings = [
            "listen_addresses": "127.0.0.1", "port": "\(port)",
            "unix_socket_directories": quotedSockets, "unix_socket_permissions": "0700",
            "max_connections": "\(options.maximumConnections)", "password_encryption": "scram-sha-256",
            "timezone": "UTC", "log_timezone": "UTC",
            "log_min_error_statement": "panic",  // a failed statement may hold a secret: it stays out of the log
        ]
        if options.durability == .fast {
            let fast = [
                "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB",
                "wal_level": "minimal", "max_wal_senders": "0", "jit": "off",
            ]
            settings.merge(fast) { $1 }
        }
        return settings
    }

    /// `postmaster.pid` names the process in its first line and its state in its eighth, padded with spaces.
    private func isReady(_ processID: Int32) -> Bool {
        let lines = pidFileLines
        return lines.first == "\(processID)" && lines.count > 7 && lines[7].hasPrefix("ready")
    }

    var pidFileLines: [Substring] {
        let text = try? String(contentsOfFile: "\(data)/postmaster.pid", encoding: .utf8)
        return text?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
    }
}
