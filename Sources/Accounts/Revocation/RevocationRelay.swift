import Logging
import Postgres
import ServiceLifecycle
import Tenancy

/// Publishes what others left unpublished, as soon as the database says that something was revoked and each second, and
/// deletes what is too old to matter.
///
/// Every API process runs one. What it reads it also remembers, so that a revocation holds here even while Redis cannot
/// be told.
struct RevocationRelay: Service {
    /// No token lives longer than the first; the rest is to be sure.
    static let age: Duration = .seconds(AccessTokens.maximumLifetime + 3_600)

    let publisher: RevocationPublisher
    let events: MasterEvents
    let logger: Logger

    func run() async throws {
        let heard = events.events(on: .revocation)
        let wakes = Wakes()
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { for await _ in heard { wakes.wake() } }
                group.addTask { await wakes.wake(every: .seconds(1)) }
                group.addTask { await eachSecond() }
                for await _ in wakes.stream { await publish() }
                group.cancelAll()
            }
        }
    }

    private func publish() async {
        do { try await publisher.publish() } catch {
            guard !Task.isCancelled else { return }
            logger.notice("revocations could not be published", metadata: ["error": "\(error)"])
        }
    }

    private func eachSecond() async {
        var seconds = 0
        while (try? await Task.sleep(for: .seconds(1))) != nil {
            await publisher.list.confirmWritable()
            seconds += 1
            guard seconds.isMultiple(of: 60) else { continue }
            await publisher.list.confirmPolicy()
            do { try await RevocationQueries.prune(olderThan: Self.age, on: publisher.master.session) } catch {
                logger.notice("old revocations not deleted", metadata: ["error": "\(error)"])
            }
        }
    }
}
