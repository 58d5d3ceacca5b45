import Domain
import Foundation
import LocalServers
import NIOConcurrencyHelpers
import Redis
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Accounts

@Suite("A list of revocations that Redis has lost", .timeLimit(.minutes(5)))
struct RevocationRebuildTests {
    /// Ends a token and publishes that, by another process.
    private func revoked(_ process: RevocationProcess) async throws -> AccessClaims {
        let claims = try await process.master.signIn()
        try await process.master.logOut(claims)
        try await publishElsewhere(process, .session(claims.sessionID))
        return claims
    }

    /// Publishes without letting the process itself hear of it.
    private func publishElsewhere(_ process: RevocationProcess, _ key: RevocationKey) async throws {
        let rows = try await RevocationQueries.find(
            [key], keep: process.revocations.list.keep, on: process.master.session)
        try await process.revocations.list.put(rows)
        try await RevocationQueries.markPublished(rows, on: process.master.session)
    }

    private func expectRebuilt(_ process: RevocationProcess, dead: AccessClaims, alive: AccessClaims) async throws {
        // At once, whoever has to be asked, and again when Redis has it back.
        for _ in 0..<20 {
            #expect(try await process.standing(of: dead) == .revoked)
            #expect(try await process.standing(of: alive) == .alive)
        }
        try await process.untilTrusted()
        let counters = try await process.counters { () async throws in
            #expect(try await process.standing(of: dead) == .revoked)
            #expect(try await process.standing(of: alive) == .alive)
        }
        #expect(counters.redis == 2)
    }

    @Test("by FLUSHALL is noticed with the next question and rebuilt")
    func flushed() async throws {
        try await withRedis { server in
            try await withProcess(on: RedisEndpoint(parsing: server.url())) { process, _ in
                let (dead, alive) = (try await revoked(process), try await process.master.signIn())
                try await process.redis.send(["FLUSHALL"])
                try await expectRebuilt(process, dead: dead, alive: alive)
                #expect(process.revocations.counters.rebuilds == 2)
            }
        }
    }

    @Test("by a restart is rebuilt")
    func restarted() async throws {
        try await withRedis { server in
            try await withProcess(on: RedisEndpoint(parsing: server.url())) { process, _ in
                let (dead, alive) = (try await revoked(process), try await process.master.signIn())
                await server.crash()
                try await server.restart()
                try await expectRebuilt(process, dead: dead, alive: alive)
            }
        }
    }

    @Test("in part, by a restart from an old snapshot with the same epoch, is rebuilt")
    func restored() async throws {
        try await withRedis { server in
            try await withProcess(on: RedisEndpoint(parsing: server.url())) { process, _ in
                let list = process.revocations.list
                let early = try await revoked(process)
                try await process.redis.send(["SAVE"])
                let epoch = try await process.redis.send(["GET", list.epochKey])
                let (dead, alive) = (try await revoked(process), try await process.master.signIn())
                await server.crash()
                try await server.restart()
                // The snapshot is what it is meant to be: the old epoch without the later revocation.
                let endpoint = try RedisEndpoint(parsing: server.url())
                let client = RedisClient(endpoint: endpoint, logger: quiet)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await client.run() }
                    let restored = try await client.send(["GET", list.epochKey])
                    #expect(restored == epoch)
                    group.cancelAll()
                }
                try await expectRebuilt(process, dead: dead, alive: alive)
                #expect(try await process.standing(of: early) == .revoked)
                #expect(try await process.redis.send(["GET", list.epochKey]) == epoch)
            }
        }
    }

    @Test("is complete again whenever its epoch is the one a process trusts, however often it is flushed meanwhile")
    func race() async throws {
        try await withRedis { server in
            let redis = try RedisEndpoint(parsing: server.url())
            try await withProcess(on: redis) { first, database in
                try await first.master.session.execute(
                    "select revoke_access('sid:' || gen_random_uuid(), 1) from generate_series(1, 2500)")
                try await withProcess(redis, database) { second in
                    let (dead, alive) = (try await revoked(first), try await first.master.signIn())
                    let size = try await first.master.session.first("select count(*) from revocations", as: Int64.self)
                    let list = first.revocations.list
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for process in [first, second] {
                            group.addTask { () async throws in
                                while !Task.isCancelled {
                                    #expect(try await process.standing(of: dead) == .revoked)
                                    #expect(try await process.standing(of: alive) == .alive)
                                }
                            }
                        }
                        for round in 0..<30 {
                            try await first.redis.send(["FLUSHALL"])
                            // Half of the time the next flush falls into the rebuilding of this one.
                            guard round.isMultiple(of: 2) else { continue }
                            try await eventually {
                                let keys = try await first.redis.pipeline([
                                    ["MULTI"], ["GET", list.epochKey],
                                    ["EVAL", "return #redis.call('KEYS', 'cp:rv:sid:*')", "0"], ["EXEC"],
                                ]).last?.get().array
                                guard let epoch = keys?.first?.string else { return false }
                                let trusted = [first, second].compactMap {
                                    $0.revocations.list.state.withLockedValue { $0.trust.ground?.epoch }
                                }
                                if trusted.contains(epoch) { #expect(keys?.last?.integer == size) }
                                return trusted == [epoch, epoch]
                            }
                        }
                        group.cancelAll()
                        do { try await group.waitForAll() } catch is CancellationError {}
                    }
                }
            }
        }
    }

    @Test("is not vouched for by a rebuild that a flush fell into")
    func interrupted() async throws {
        try await withRedis { server in
            try await withProcess(on: RedisEndpoint(parsing: server.url()), running: .nothing) { process, _ in
                let list = process.revocations.list
                try await process.redis.send(["SET", "mark", "1"])
                try await process.redis.send(["FLUSHALL"])
                let finish = { @Sendable in
                    try await process.redis.call("rv1_finish", keys: [list.epochKey, "mark"], arguments: ["new"])
                }
                #expect(try await finish() == .null)
                #expect(try await process.redis.send(["EXISTS", list.epochKey]).integer == 0)
                try await process.redis.send(["SET", "mark", "1"])
                #expect(try await finish().string == "new")
                try await process.redis.send(["SET", list.epochKey, "theirs"])
                try await process.redis.send(["SET", "mark", "1"])
                #expect(try await finish().string == "theirs")
                #expect(try await process.redis.send(["EXISTS", "mark"]).integer == 0)
            }
        }
    }

    @Test("leaves out what no token can meet, and remembers the rest only as long as it matters")
    func ages() async throws {
        try await withProcess(running: .nothing) { process, _ in
            let list = process.revocations.list
            for (key, age) in [("sid:old", "2 h"), ("sid:young", "10 min"), ("all", "10 min")] {
                try await process.master.revoke(RevocationKey(rawValue: key), 1)
                try await process.master.session.execute(
                    "update revocations set revoked_at = now() - \(age)::text::interval where key = \(key)")
            }
            #expect(try await list.rebuild(from: process.master) == 2)
            let left = { key in try await process.redis.send(["TTL", list.prefix + key]).integer ?? 0 }
            #expect(try await left("sid:old") == -2)
            #expect((3_080...3_090).contains(try await left("sid:young")))
            #expect(try await left("all") == -1)
            #expect(try await left("epoch") == -1)
        }
    }
}
