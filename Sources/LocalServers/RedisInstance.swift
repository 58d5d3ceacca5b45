import Foundation

/// The data of one Redis, and how a server is run on them. Made with the directory's lock held.
struct RedisInstance: Sendable {
    static let server = "Redis"

    let home: ServerHome
    let options: LocalRedis.Options
    let executable: String
    let password: String
    let data: String
    let socketPath: String

    init(home: ServerHome, options: LocalRedis.Options) throws(LocalServerError) {
        self.home = home
        self.options = options
        executable = try ServerBinaries.findRedis()
        password = try home.password(dataExist: false)  // the data are not sealed with it: a new one opens them too
        data = try home.serverFolder("data")
        socketPath = try SocketFolder.make(in: home) + "/redis.sock"
    }

    var log: ServerLog { ServerLog(path: "\(home.path)/server.log", secrets: [password]) }

    var plan: ServerPlan {
        ServerPlan(
            name: Self.server, startTimeout: options.startTimeout,
            ending: [EndingStep(SIGCONT, grace: 0), EndingStep(SIGTERM, grace: 10), EndingStep(SIGKILL, grace: 0)],
            prepare: { _ in }, command: { try command(port: $0) }, isReady: { _ in log.contains("Ready to accept") })
    }

    private func command(port: Int) throws(LocalServerError) -> ChildProcess.Command {
        let file = "\(home.path)/redis.conf"
        try home.write(configuration(port: port), to: file, forServer: true)
        return ChildProcess.Command(
            executable: executable, arguments: [file], standardOutput: .file(log.path), workingDirectory: data,
            deathSignal: options.durability == .safe ? .terminate : .kill, user: home.user)
    }

    /// The password stands in a file that only the server can read, not in the command line, which all can.
    private func configuration(port: Int) -> String {
        let lines =
            [
                "bind 127.0.0.1", "port \(port)", "unixsocket \(Self.quoted(socketPath))", "unixsocketperm 700",
                "requirepass \(password)", "daemonize no", "dir \(Self.quoted(data))", "logfile \"\"", "save \"\"",
                "appendonly \(options.durability == .safe ? "yes" : "no")", "appendfsync everysec",
                "maxmemory-policy noeviction", "databases \(options.databases)",
            ] + options.directives
        return lines.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
