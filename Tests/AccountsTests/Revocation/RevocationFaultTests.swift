import Domain
import LocalServers
import Postgres
import Redis
import Tenancy
import TestSupport
import Testing

@testable import Accounts

@Suite("Revocation with servers that fail", .timeLimit(.minutes(5)))
struct RevocationFaultTests {
    private func endpoint(_ server: LocalRedis) throws -> RedisEndpoint { try RedisEndpoint(parsing: server.url()) }

    /// Somebody whose session was ended and published, and somebody else.
    private func people(_ process: RevocationProcess) async throws -> (dead: AccessClaims, alive: AccessClaims) {
        let (dead, alive) = (try await process.master.signIn(), try await process.master.signIn())
        try await process.master.logOut(dead)
        try await process.revocations.publisher.publish([.session(dead.sessionID)])
        return (dead, alive)
    }

    @Test("a killed Redis is replaced by the database, where a revocation holds with its commit")
    func killed() async throws {
        try await withRedis { server in
            try await withProcess(on: endpoint(server)) { process, database in
                let (dead, alive) = try await people(process)
                let late = try await process.master.signIn()
                try await withProcess(endpoint(server), database) { other in
                    await server.crash()
                    #expect(try await other.standing(of: dead) == .revoked)
                    #expect(try await other.standing(of: alive) == .alive)
                    try await process.master.logOut(late)
                    await #expect(throws: RevocationPending()) {
                        try await process.revocations.publisher.publish([.session(late.sessionID)])
                    }
                    #expect(try await other.standing(of: late) == .revoked)
                    #expect(try await process.standing(of: late) == .revoked)
                    try await server.restart()
                    try await other.untilTrusted()
                    #expect(try await other.standing(of: late) == .revoked)
                }
            }
        }
    }

    @Test("a Redis that hangs costs a few callers their budget, then none, and is used again when it goes on")
    func suspended() async throws {
        try await withRedis { server in
            try await withProcess(on: endpoint(server)) { revoker, database in
                let (dead, alive) = try await people(revoker)
                try await withProcess(endpoint(server), database, patience: .milliseconds(50)) { process in
                    server.suspend()
                    var times: [Duration] = []
                    let counters = try await process.counters { () async throws in
                        for number in 0..<300 {
                            let claims = number.isMultiple(of: 2) ? dead : alive
                            let start = ContinuousClock.now
                            #expect(try await process.standing(of: claims) == (claims == dead ? .revoked : .alive))
                            times.append(ContinuousClock.now - start)
                        }
                    }
                    times.sort()
                    #expect(times[times.count * 99 / 100] < .seconds(1.5))
                    // Without the circuit all would wait for Redis, until the client gives up after 3 s.
                    #expect(times.filter { $0 >= .milliseconds(50) }.count < 150)
                    #expect(counters.database == 300)
                    server.resume()
                    try await eventually {
                        try await process.counters { () async throws in
                            #expect(try await process.standing(of: alive) == .alive)
                        }.redis == 1
                    }
                    #expect(try await process.standing(of: dead) == .revoked)
                }
            }
        }
    }

    @Test("a Redis that was made a replica takes no revocation, and is not believed for long")
    func replica() async throws {
        try await withRedis { server in
            try await withProcess(on: endpoint(server)) { process, database in
                let (dead, alive) = try await people(process)
                try await withProcess(endpoint(server), database, running: .everything) { other in
                    try await process.redis.send(["REPLICAOF", "127.0.0.1", "1"])
                    #expect(try await other.standing(of: dead) == .revoked)
                    #expect(try await other.standing(of: alive) == .alive)
                    // Nobody revokes anything: the process finds out by itself.
                    try await other.untilDistrusted()
                    let late = try await process.master.signIn()
                    try await process.master.logOut(late)
                    await #expect(throws: RevocationPending()) {
                        try await process.revocations.publisher.publish([.session(late.sessionID)])
                    }
                    for process in [process, other] {
                        #expect(try await process.standing(of: late) == .revoked)
                        #expect(try await process.standing(of: dead) == .revoked)
                        #expect(try await process.standing(of: alive) == .alive)
                    }
                }
            }
        }
    }

    @Test("a full Redis goes on answering; what it cannot be told is pending, and heard through the database")
    func full() async throws {
        try await withRedis { server in
            try await withProcess(on: endpoint(server)) { process, database in
                let (dead, alive) = try await people(process)
                try await withProcess(endpoint(server), database, running: .everything) { other in
                    try await process.redis.send(["SETRANGE", "filling", "2000000", "x"])
                    try await process.redis.send(["CONFIG", "SET", "maxmemory", "1mb"])
                    let counters = try await other.counters { () async throws in
                        #expect(try await other.standing(of: dead) == .revoked)
                        #expect(try await other.standing(of: alive) == .alive)
                    }
                    #expect(counters.redis == 2)
                    let late = try await process.master.signIn()
                    try await process.master.logOut(late)
                    await #expect(throws: RevocationPending()) {
                        try await process.revocations.publisher.publish([.session(late.sessionID)])
                    }
                    #expect(try await process.standing(of: late) == .revoked)
                    try await eventually { try await other.standing(of: late) == .revoked }
                    try await process.redis.send(["CONFIG", "SET", "maxmemory", "0"])
                    try await process.revocations.publisher.publish([.session(late.sessionID)])
                }
            }
        }
    }

    @Test("without the database Redis answers; without both nobody does, and nothing is accepted")
    func databaseAway() async throws {
        try await withRedis { server in
            try await withProcess(on: endpoint(server)) { process, database in
                let (dead, alive) = try await people(process)
                try await TCPProxy.with(.tcp(host: database.host, port: database.port)) { proxy in
                    var distant = database
                    (distant.host, distant.port) = (proxy.host, proxy.port)
                    try await withProcess(endpoint(server), distant, running: .everything) { other in
                        await proxy.close()
                        #expect(try await other.standing(of: dead) == .revoked)
                        #expect(try await other.standing(of: alive) == .alive)
                        await server.crash()
                        for claims in [dead, alive] {
                            await #expect(throws: AuthUnavailable()) { try await other.standing(of: claims) }
                        }
                        // Redis alone cannot vouch for itself: nobody can say what it has missed.
                        try await server.restart()
                        try await eventually { other.redis.isConnected }
                        await #expect(throws: AuthUnavailable()) { try await other.standing(of: alive) }
                        #expect(other.revocations.counters.unavailable == 3)
                        try await proxy.resumeAccepting()
                        try await eventually { (try? await other.standing(of: alive)) == .alive }
                        #expect(try await other.standing(of: dead) == .revoked)
                    }
                }
            }
        }
    }

    @Test("a database that hangs holds only so many callers, for so long")
    func bounded() async throws {
        try await withProcess(running: .nothing) { process, database in
            try await TCPProxy.with(.tcp(host: database.host, port: database.port)) { proxy in
                var distant = database
                (distant.host, distant.port) = (proxy.host, proxy.port)
                let redis = try RedisEndpoint(parsing: "redis://127.0.0.1:1")
                try await withProcess(redis, distant, running: .nothing) { other in
                    let claims = try await process.master.signIn()
                    try await eventually { (try? await other.standing(of: claims)) == .alive }
                    let standing = DatabaseStanding(
                        master: other.master, limit: 2, budget: .seconds(1), logger: quiet)
                    let ask = { @Sendable in try await standing.isRevoked(claims, probes: claims.revocationProbes) }
                    proxy.freeze()
                    let start = ContinuousClock.now
                    var times: [Duration] = []
                    await withTaskGroup(of: Duration.self) { group in
                        for _ in 0..<6 {
                            group.addTask {
                                await #expect(throws: AuthUnavailable()) { try await ask() }
                                return ContinuousClock.now - start
                            }
                        }
                        for await time in group { times.append(time) }
                    }
                    #expect(times.filter { $0 >= .seconds(1) }.count == 2)
                    await proxy.thaw()
                    try await eventually { (try? await ask()) == false }
                }
            }
        }
    }
}
