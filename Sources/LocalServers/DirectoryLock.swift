import Foundation

/// A directory's one server, held as an advisory lock (flock(2)) on its file `lock`.
///
/// The server inherits the descriptor, so the lock stays taken until we *and* the server with all its processes are
/// gone: a start after a crash waits for what is still shutting down. Whoever takes it may trust that any other trace
/// of a running server is stale.
final class DirectoryLock: Sendable {
    let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Gives the directory back. A server that still ends keeps it until then, without us as its owner.
    deinit {
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    /// Takes the directory, waiting up to `patience` for a server whose owner is gone.
    ///
    /// - Throws: ``LocalServerError/alreadyRunning(server:directory:processID:)`` at once when the owner is alive.
    static func acquire(_ directory: String, server: String, patience: Duration) async throws -> DirectoryLock {
        let path = "\(directory)/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LocalServerError.unusable(path) }
        do {
            try await wait(for: descriptor, directory: directory, server: server, until: .now + patience)
        } catch {
            close(descriptor)
            throw error
        }
        let owner = "\(getpid())\n"
        ftruncate(descriptor, 0)
        pwrite(descriptor, owner, owner.utf8.count, 0)
        return DirectoryLock(descriptor: descriptor)
    }

    private static func wait(
        for descriptor: Int32, directory: String, server: String, until deadline: ContinuousClock.Instant
    ) async throws {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let owner = owner(in: descriptor)
            if ProcessTable.isAlive(owner) || ContinuousClock.now > deadline {
                throw LocalServerError.alreadyRunning(server: server, directory: directory, processID: owner)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private static func owner(in descriptor: Int32) -> Int32 {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return Int32(String(decoding: bytes.prefix(max(count, 0)).prefix { $0 != 10 }, as: UTF8.self)) ?? 0
    }
}
