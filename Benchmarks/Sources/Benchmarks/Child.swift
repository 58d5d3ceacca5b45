import Dispatch
import Foundation

/// A process of ours.
final class Child: Sendable {
    private let process: Process
    private let endings: AsyncStream<Int32>

    private init(_ process: Process, endings: AsyncStream<Int32>) {
        self.process = process
        self.endings = endings
    }

    /// Starts a program on a thread of its own, which lasts as long as it does: a death signal asked for with `setpriv`
    /// is sent when the thread that started the child ends. The child is not to inherit that the threads of tasks block
    /// signals: without SIGALRM, pgbench never ends.
    static func start(_ command: Command, output: String, errors: String) async throws -> Child {
        let process = Process()
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command.executable] + command.arguments
        process.environment = ["PATH": path, "LC_ALL": "C.UTF-8", "TZ": "UTC"].merging(command.environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try file(output)
        process.standardError = try file(errors)
        let (endings, ending) = AsyncStream.makeStream(of: Int32.self)
        let isOver = DispatchSemaphore(value: 0)
        process.terminationHandler = { @Sendable ended in
            ending.yield(ended.terminationStatus)
            isOver.signal()
        }
        try await withCheckedThrowingContinuation { (started: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread {
                var none = sigset_t()
                sigemptyset(&none)
                pthread_sigmask(SIG_SETMASK, &none, nil)
                do { try process.run() } catch { return started.resume(throwing: error) }
                started.resume()
                isOver.wait()
            }
        }
        return Child(process, endings: endings)
    }

    /// Its number.
    var processIdentifier: Int32 { process.processIdentifier }

    /// Waits for its end; to be called once.
    ///
    /// - Returns: its exit status, or the signal that ended it.
    func ended() async -> Int32 {
        await endings.first { _ in true } ?? -1
    }

    /// Asks it to end, insists after ten seconds, and returns when it is gone.
    func stop() async {
        process.terminate()
        await withTaskGroup { group in
            group.addTask { [process] in
                guard (try? await Task.sleep(for: .seconds(10))) != nil else { return }
                kill(process.processIdentifier, SIGKILL)
            }
            _ = await ended()
            group.cancelAll()
        }
    }

    private static func file(_ path: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: path))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }
}
