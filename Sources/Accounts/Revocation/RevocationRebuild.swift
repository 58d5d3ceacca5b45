import Logging
import Postgres
import Redis
import ServiceLifecycle
import Tenancy

/// Rebuilds the list in Redis whenever this process cannot trust it, one rebuild at a time.
struct RevocationRebuild: Service {
    let list: RevocationList
    let master: Database<Master>
    let logger: Logger

    /// Until shutdown; to be run once. A check that misses the trust asks at once, and somebody looks every second.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await list.rebuildWanted.wake(every: .seconds(1)) }
                await rebuildWhenWanted()
                group.cancelAll()
            }
        }
    }

    private func rebuildWhenWanted() async {
        let shortest = Duration.milliseconds(100)
        var pause = shortest
        for await _ in list.rebuildWanted.stream {
            guard list.redis.isConnected, !list.isTrusted else { continue }
            do {
                _ = try await list.rebuild(from: master)
                pause = shortest
            } catch {
                if pause == shortest {
                    logger.notice("revocations in redis not rebuilt", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: pause * Double.random(in: 0.5...1))
                pause = min(pause * 2, .seconds(5))
            }
        }
    }
}
