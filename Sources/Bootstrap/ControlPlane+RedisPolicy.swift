import Accounts
import Logging
import Redis

extension ControlPlane {
    /// Refuses a Redis that drops keys when its memory is full: what was revoked would come alive again. One that
    /// cannot be asked within two seconds is not judged here; it is, before anything it says is believed.
    ///
    /// - Throws: ``StartError`` that says what to set.
    package func refuseEvictingRedis() async throws {
        let client = RedisClient(endpoint: configuration.redis, logger: logger)
        let list = RevocationList(redis: client, accessLifetime: tokens.lifetime, budget: .seconds(2), logger: logger)
        let problem = await withTaskGroup(of: String?.self) { group in
            group.addTask {
                try? await client.run()
                return nil
            }
            group.addTask { await list.policyProblem() }
            group.addTask {
                try? await Task.sleep(for: .seconds(2))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        if let problem { throw StartError("\(problem) See TENANTRY_REDIS_URL.") }
    }
}
