import Foundation

/// What the kernel tells about other processes (proc(5)).
package enum ProcessTable {
    /// Whether a process still runs. A zombie does not: it has ended, and only its parent has not noticed.
    package static func isAlive(_ processID: Int32) -> Bool {
        guard processID > 0, let status = try? String(contentsOfFile: "/proc/\(processID)/stat", encoding: .utf8)
        else { return false }
        // "id (name) state …": the name may hold anything, parentheses too.
        let state = status[status.index(after: status.lastIndex(of: ")") ?? status.startIndex)...].dropFirst().first
        return state != "Z" && state != "X"
    }

    /// The working directory of a process we may look into.
    static func workingDirectory(of processID: Int32) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(processID)/cwd")
    }
}
