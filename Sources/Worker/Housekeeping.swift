package import Logging
import ServiceLifecycle

/// Rows of one kind that nobody needs any more.
package struct Chore: Sendable {
    /// What is deleted, for the log.
    let name: String
    /// Deletes so many at most, and says how many they were.
    let delete: @Sendable (_ limit: Int) async throws -> Int

    package init(_ name: String, delete: @escaping @Sendable (_ limit: Int) async throws -> Int) {
        self.name = name
        self.delete = delete
    }
}

/// Deletes what nobody needs any more, at the start and then once an hour, in batches with a pause in between.
///
/// Every worker runs one: rows that another one is deleting are skipped, and nothing depends on any of them. A chore
/// that fails is logged and tried again an hour later.
package struct Housekeeping: Service {
    /// Rows deleted in one transaction.
    static let batch = 1_000

    let chores: [Chore]
    let interval: Duration
    let pause: Duration
    let logger: Logger

    /// - Parameters:
    ///   - interval: from one time to the next.
    ///   - pause: between two batches, for those who have work to do on the same tables.
    package init(
        _ chores: [Chore], interval: Duration = .seconds(3_600), pause: Duration = .milliseconds(100), logger: Logger
    ) {
        self.chores = chores
        self.interval = interval
        self.pause = pause
        self.logger = logger
    }

    package func run() async {
        await cancelWhenGracefulShutdown {
            repeat { await clean() } while (try? await Task.sleep(for: interval)) != nil
        }
    }

    private func clean() async {
        for chore in chores {
            do {
                let count = try await finish(chore)
                if count > 0 { logger.info("deleted", metadata: ["what": "\(chore.name)", "rows": "\(count)"]) }
            } catch {
                guard !Task.isCancelled else { return }
                logger.notice("could not be deleted", metadata: ["what": "\(chore.name)", "error": "\(error)"])
            }
        }
    }

    private func finish(_ chore: Chore) async throws -> Int {
        var total = 0
        while true {
            let count = try await chore.delete(Self.batch)
            total += count
            guard count == Self.batch else { return total }
            try await Task.sleep(for: pause)
        }
    }
}
