package import Logging
import NIOConcurrencyHelpers
package import Redis
package import ServiceLifecycle
package import Tenancy

/// Everything that ends access tokens before their time, built once for a process.
package struct Revocations: Sendable {
    /// The copy in Redis.
    package let list: RevocationList
    /// Asked for every token.
    package let check: RevocationCheck
    /// To be told by whoever revoked something.
    package let publisher: RevocationPublisher
    private let rebuild: RevocationRebuild
    private let relay: RevocationRelay

    /// - Parameters:
    ///   - redis: has ``RevocationList/library`` among its libraries.
    ///   - accessLifetime: ``AccessTokens/lifetime``.
    ///   - redisBudget: how long a check waits for Redis before it asks the database.
    package init(
        redis: RedisClient, master: Database<Master>, events: MasterEvents, accessLifetime: Int64,
        redisBudget: Duration = .milliseconds(50), logger: Logger
    ) {
        let list = RevocationList(redis: redis, accessLifetime: accessLifetime, budget: redisBudget, logger: logger)
        let recent = NIOLockedValueBox(RecentRevocations(lasting: list.keep))
        self.list = list
        check = RevocationCheck(list: list, recent: recent, master: master)
        publisher = RevocationPublisher(list: list, recent: recent, master: master, logger: logger)
        rebuild = RevocationRebuild(list: list, master: master, logger: logger)
        relay = RevocationRelay(publisher: publisher, events: events, logger: logger)
    }

    /// What a process runs that answers requests; after Redis, the database and the events. Without them every check
    /// goes to the database.
    package var services: [any Service] { [rebuild, relay] }

    /// How often what happened, so far.
    package var counters: RevocationCounters { list.counters.withLockedValue { $0 } }
}
