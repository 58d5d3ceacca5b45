import ArgumentParser
import Dispatch
import Secrets

/// What somebody pipes into a command.
enum StandardInput {
    /// The first line, without its end; waits on a thread of its own until there is one.
    ///
    /// - Throws: `ValidationError` when nothing comes.
    static func firstLine() async throws -> Redacted<String> {
        let line = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: readLine().map { Redacted($0) }) }
        }
        guard let line, !line.exposed.isEmpty else {
            throw ValidationError("--password-stdin: nothing came on standard input.")
        }
        return line
    }
}
