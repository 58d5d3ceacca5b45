import Foundation
import ServiceLifecycle

/// Hashes and checks passwords on threads of its own, each computation about 30 ms and 19 MiB.
///
/// Works from the moment it is made; ``run()`` only ends the threads when the process shuts down. Up to
/// ``queueLimit`` requests wait, in order of arrival; the next is refused, so that a flood of log-ins costs other calls
/// nothing.
package final class PasswordHasher: Service {
    /// How many requests wait while all threads compute: about two seconds' worth for two cores.
    package static let queueLimit = 128

    private let threads: WorkThreads

    /// - Parameters:
    ///   - threadCount: one a core by default.
    ///   - queueLimit: how many requests may wait.
    package init(
        threadCount: Int = ProcessInfo.processInfo.activeProcessorCount, queueLimit: Int = PasswordHasher.queueLimit
    ) {
        threads = WorkThreads(count: max(1, threadCount), limit: queueLimit, name: "passwords")
    }

    deinit {
        threads.closeLine()
    }

    /// How many requests wait at the moment.
    package var waiting: Int { threads.waiting }

    /// Hashes a password that was chosen.
    ///
    /// - Throws: ``PasswordHashingError``; `CancellationError` when cancelled before its turn came.
    package func hash(_ password: Password) async throws -> PasswordHash {
        try await threads.run { try PasswordHash(of: password) }
    }

    /// Whether the password is the one of the hash.
    ///
    /// Always computes one hash: without one to compare with (nobody of that name, somebody who may not log in, a hash
    /// that ``PasswordHash`` refused to read) it computes one of the standard cost and answers `false`. The answer is
    /// about as long in coming either way.
    ///
    /// - Throws: ``PasswordHashingError``; `CancellationError` when cancelled before its turn came.
    package func verify(_ password: Password, against hash: PasswordHash?) async throws -> Bool {
        try await threads.run {
            let matches = try (hash ?? Self.nobodys).matches(password)
            return matches && hash != nil
        }
    }

    /// Waits for the process to shut down, then ends the threads: what is computed now is finished, what waits and
    /// what comes later is refused.
    package func run() async {
        try? await gracefulShutdown()
        await threads.close()
    }

    /// A hash of the standard cost that no password is known for.
    private static let nobodys = PasswordHash(
        .argon2id(
            cost: .standard, salt: (0..<16).map { _ in .random(in: .min ... .max) },
            digest: (0..<32).map { _ in .random(in: .min ... .max) }))
}
