/// Why a server of our own could not be started, or ended by itself.
///
/// Meant for the person at the terminal: paths, process ids and the server's last log lines are named; the generated
/// passwords never are.
package enum LocalServerError: Error, Sendable, Equatable {
    /// A program is nowhere on this machine; `package` is what Debian and Ubuntu call it.
    case notInstalled(program: String, package: String)
    /// Another process serves this directory at this moment. `processID` is that process, or 0 if it cannot be told.
    case alreadyRunning(server: String, directory: String, processID: Int32)
    /// A file or directory could not be made or read.
    case unusable(path: String, reason: String)
    /// The data were left by an earlier start, but the password for them is gone.
    case passwordMissing(path: String)
    /// The operating system refused to start a program.
    case notSpawned(program: String, reason: String)
    /// The server, or the program that prepares its data, ended before it was ready.
    case endedAtStart(server: String, status: ChildStatus, log: [String])
    /// The server was not ready in time, and was killed.
    case startTimedOut(server: String, after: Duration, log: [String])
    /// The server ended although nobody had asked it to.
    case died(server: String, status: ChildStatus, log: [String])
}

extension LocalServerError: CustomStringConvertible {
    /// What happened and what to do about it, then the server's last log lines if there are any.
    package var description: String {
        switch self {
        case .notInstalled(let program, let package):
            "\(program) is not installed: apt-get install \(package)"
        case .alreadyRunning(let server, let directory, let processID) where processID > 0:
            "\(server) in \(directory) is already run by process \(processID): stop that one first."
        case .alreadyRunning(let server, let directory, _):
            "\(server) in \(directory) is still run by another process: stop that one first."
        case .unusable(let path, let reason):
            "\(path) cannot be used: \(reason)."
        case .passwordMissing(let path):
            "\(path) is gone, and without it the data beside it cannot be opened. Put it back, or delete the directory."
        case .notSpawned(let program, let reason):
            "\(program) could not be started: \(reason)."
        case .endedAtStart(let server, let status, let log):
            (["\(server) ended before it was ready (\(status)). Its last words:"] + log).joined(separator: "\n")
        case .startTimedOut(let server, let limit, let log):
            (["\(server) was not ready after \(limit). Its last words:"] + log).joined(separator: "\n")
        case .died(let server, let status, let log):
            (["\(server) ended by itself (\(status)). Its last words:"] + log).joined(separator: "\n")
        }
    }
}

extension LocalServerError {
    /// ``unusable(path:reason:)`` with the reason `errno` holds at this moment.
    static func unusable(_ path: String) -> LocalServerError {
        .unusable(path: path, reason: SystemFault.current)
    }
}
