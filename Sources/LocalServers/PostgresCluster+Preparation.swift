import Foundation

extension PostgresCluster {
    /// Makes the data if there are none, and clears away the process id a crash left behind: PostgreSQL would take any
    /// process that has that id today for itself.
    func prepare(with lock: DirectoryLock) async throws {
        if !FileManager.default.fileExists(atPath: "\(data)/PG_VERSION") { try await makeData(with: lock) }
        guard let line = pidFileLines.first, let processID = Int32(line) else { return }
        if ProcessTable.workingDirectory(of: processID) == data {  // started by hand, without our lock
            throw LocalServerError.alreadyRunning(server: Self.server, directory: home.path, processID: processID)
        }
        unlink("\(data)/postmaster.pid")
    }

    /// Runs `initdb` beside the final place and moves the result there, so that data are whole or missing.
    private func makeData(with lock: DirectoryLock) async throws {
        let draft = "\(home.path)/data.new"
        try? FileManager.default.removeItem(atPath: draft)
        _ = try home.serverFolder("data.new")
        let passwordFile = "\(home.path)/initdb-password"
        try home.write(password, to: passwordFile, forServer: true)
        defer { unlink(passwordFile) }
        let initdbLog = ServerLog(path: "\(home.path)/initdb.log", secrets: [password])
        var arguments = [
            "--pgdata=\(draft)", "--username=tenantry", "--pwfile=\(passwordFile)", "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
        ]
        if options.durability == .fast { arguments.append("--no-sync") }
        let child = try await ChildProcess.spawn(
            .init(
                executable: "\(binaries)/initdb", arguments: arguments, standardOutput: .file(initdbLog.path),
                workingDirectory: draft, deathSignal: .terminate, user: home.user, inherited: [lock.descriptor]))
        let status: ChildStatus
        do {
            status = try await child.waitForExit()
        } catch {
            await child.end(with: [EndingStep(SIGTERM, grace: 5), EndingStep(SIGKILL, grace: 0)])
            throw error
        }
        guard status == .exited(0) else {
            throw LocalServerError.endedAtStart(server: "initdb", status: status, log: initdbLog.tail())
        }
        guard rename(draft, data) == 0 else { throw LocalServerError.unusable(data) }
    }
}
