import Foundation
import NIOConcurrencyHelpers

/// A program of ours that never outlives us.
///
/// It has a session of its own, so Ctrl-C at our terminal does not reach it; its standard input is empty; and the
/// kernel signals it when we die, even by SIGKILL (``Command/deathSignal``). That signal is tied to the *thread* that
/// spawned the child, so each child has one, which does nothing but spawn it and wait for it.
package final class ChildProcess: Sendable {
    /// Stays taken until the child has ended; may be another's afterwards.
    package let processID: Int32
    private let exit = Announcement<ChildStatus>()
    /// Held while signalling and while reaping, so that a signal never meets a reused process id.
    private let isReaped = NIOLockedValueBox(false)

    private init(processID: Int32) {
        self.processID = processID
    }

    /// Starts a program. It runs on when this object is dropped.
    ///
    /// - Throws: ``LocalServerError/notSpawned(program:reason:)`` when the system refuses. A program that is missing or
    ///   cannot be executed is reported by its exit code (127 or 126) instead.
    package static func spawn(_ command: Command) async throws(LocalServerError) -> ChildProcess {
        let setpriv = try Executable.find("setpriv", package: "util-linux")
        return try await withCheckedContinuation { continuation in
            let thread = Thread {
                let spawned = Result { () throws(LocalServerError) in
                    ChildProcess(processID: try SpawnRequest(command, setpriv: setpriv).perform())
                }
                continuation.resume(returning: spawned)
                if case .success(let child) = spawned { child.reap() }
            }
            thread.name = "child"
            thread.stackSize = 256 * 1024
            thread.start()
        }.get()
    }

    /// How the child ended, or `nil` while it runs.
    package var status: ChildStatus? { exit.current }

    /// Waits for the child to end.
    ///
    /// - Throws: `CancellationError` when the task is cancelled first; the child is left alone.
    package func waitForExit() async throws -> ChildStatus {
        try await exit.value()
    }

    /// Calls `listener` once the child has ended, from a thread of ours.
    package func whenExited(_ listener: @escaping @Sendable (ChildStatus) -> Void) {
        exit.whenTold(listener)
    }

    /// Sends a signal to the child alone, not to the children it may have.
    ///
    /// - Returns: false when the child has ended.
    @discardableResult
    package func send(signal: Int32) -> Bool {
        isReaped.withLockedValue { isReaped in !isReaped && kill(processID, signal) == 0 }
    }

    /// Ends the child: sends the first signal at once and each further one when the grace of the one before is over.
    /// Waits until it has ended, also in a cancelled task.
    @discardableResult
    package func end(with steps: [EndingStep]) async -> ChildStatus {
        var delay = 0.0
        for step in steps {
            if delay == 0 {
                send(signal: step.signal)
            } else {
                DispatchQueue.global().asyncAfter(deadline: .now() + delay) { self.send(signal: step.signal) }
            }
            delay += step.grace
        }
        return await exit.valueDespiteCancellation()
    }

    /// Blocks the thread until the child has ended. `WNOWAIT` leaves a zombie, which keeps the process id taken until
    /// nobody can be signalling it any more.
    private func reap() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(processID), &information, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
        var status: Int32 = 0
        isReaped.withLockedValue { isReaped in
            while waitpid(processID, &status, 0) == -1 && errno == EINTR {}
            isReaped = true
        }
        exit.tell(ChildStatus(waitStatus: status))
    }
}
