import LocalServers
import Redis
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Accounts

@Suite("A Redis that may drop keys", .timeLimit(.minutes(5)))
struct RevocationPolicyTests {
    private func options(_ directives: String...) -> LocalRedis.Options {
        var options = LocalRedis.Options(durability: .fast)
        options.directives = directives
        return options
    }

    @Test("is told from one that does not", arguments: ["allkeys-lru", "volatile-ttl", "allkeys-random"])
    func policy(_ policy: String) async throws {
        try await withRedis { server in
            try await withProcess(on: RedisEndpoint(parsing: server.url())) { process, _ in
                #expect(await process.revocations.list.policyProblem() == nil)
                try await process.redis.send(["CONFIG", "SET", "maxmemory-policy", policy])
                let problem = await process.revocations.list.policyProblem()
                #expect(problem?.contains(policy) == true && problem?.contains("noeviction") == true)
            }
        }
    }

    @Test("is never trusted; the database answers")
    func distrusted() async throws {
        try await withRedis(options("maxmemory-policy allkeys-lru")) { server in
            try await withProcess(on: RedisEndpoint(parsing: server.url()), running: .nothing) { process, _ in
                let list = process.revocations.list
                try await eventually { process.redis.isConnected }
                await #expect(throws: RevocationList.RebuildError.evicting) {
                    _ = try await list.rebuild(from: process.master)
                }
                let claims = try await process.master.signIn()
                let counters = try await process.counters { () async throws in
                    #expect(try await process.standing(of: claims) == .alive)
                }
                #expect(counters.database == 1 && !list.isTrusted)
                try await process.redis.send(["CONFIG", "SET", "maxmemory-policy", "noeviction"])
                _ = try await list.rebuild(from: process.master)
                #expect(list.isTrusted)
                try await process.redis.send(["CONFIG", "SET", "maxmemory-policy", "volatile-lru"])
                await list.confirmPolicy()
                #expect(!list.isTrusted)
            }
        }
    }

    @Test("is suspected when it does not say; one that is away is not")
    func unknown() async throws {
        try await withRedis(options("user blind on >secret ~* &* +@all -info")) { server in
            var endpoint = try RedisEndpoint(parsing: server.url())
            (endpoint.username, endpoint.password) = ("blind", "secret")
            try await withProcess(on: endpoint, running: .nothing) { process, _ in
                #expect(await process.revocations.list.policyProblem()?.contains("INFO") == true)
                await server.crash()
                #expect(await process.revocations.list.policyProblem() == nil)
            }
        }
    }
}
