import Domain
import LocalServers
import NIOConcurrencyHelpers
import Postgres
import Redis
import Tenancy
import TestSupport
import Testing

@testable import Accounts

@Suite("Publishing revocations", .timeLimit(.minutes(5)))
struct RevocationPublisherTests {
    private let user = RevocationKey.user("7", of: .platform)

    private func value(_ key: RevocationKey, _ process: RevocationProcess) async throws -> Int64? {
        try await process.redis.send(["GET", process.revocations.list.name(of: key)]).integer
    }

    private func read(_ key: RevocationKey, _ process: RevocationProcess) async throws -> [Revocation] {
        try await RevocationQueries.find([key], keep: process.revocations.list.keep, on: process.master.session)
    }

    @Test("tells Redis of every page and marks it")
    func pages() async throws {
        try await withProcess { process, _ in
            try await process.master.session.execute(
                "select revoke_access('sid:' || n, 1) from generate_series(100, 1299) n")
            #expect(try await process.revocations.publisher.publish() == 1_200)
            #expect(try await process.master.unpublished == 0)
            #expect(try await process.revocations.publisher.publish() == 0)
            for number in [100, 700, 1_299] {
                #expect(try await value(RevocationKey(rawValue: "sid:\(number)"), process) == 1)
            }
        }
    }

    @Test("never brings an older value back, whichever of two publishers is slower")
    func overtaken() async throws {
        try await withProcess { process, _ in
            let list = process.revocations.list
            try await process.master.revoke(user, 4)
            let early = try await read(user, process)
            try await process.master.revoke(user, 5)
            try await process.revocations.publisher.publish([user])
            try await list.put(early)
            #expect(try await value(user, process) == 5)
            let late = try await read(user, process)
            try await process.master.revoke(user, 6)
            try await list.put(late)
            #expect(try await RevocationQueries.markPublished(late, on: process.master.session) == 0)
            #expect(try await process.master.unpublished == 1)
            try await process.revocations.publisher.publish([user])
            #expect(try await value(user, process) == 6)
            #expect(try await process.master.unpublished == 0)
        }
    }

    @Test("ends with the greatest value however many revoke and publish at once")
    func race() async throws {
        try await withProcess { process, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<4 {
                    group.addTask {
                        for step in 1...25 {
                            let mine = Int64(step * 4 + worker)
                            try await process.master.revoke(user, mine)
                            try await process.revocations.publisher.publish([user])
                            #expect(try await value(user, process) ?? 0 >= mine)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await value(user, process) == 103)
            #expect(try await process.master.unpublished == 0)
        }
    }

    @Test("leaves what somebody is changing for later instead of waiting for them")
    func locked() async throws {
        try await withProcess { process, _ in
            try await process.master.revoke(user, 4)
            try await process.master.revoke(.session(.make()), 1)
            try await process.master.transaction { master in
                try await master.execute("select from revocations where key = \(user) for update")
                #expect(try await process.revocations.publisher.publish() == 1)
            }
            #expect(try await process.master.unpublished == 1)
            #expect(try await process.revocations.publisher.publish() == 1)
        }
    }

    @Test("is pending while Redis cannot be told; this process knows even so")
    func pending() async throws {
        try await withRedis { server in
            try await withProcess(on: RedisEndpoint(parsing: server.url())) { process, _ in
                let claims = try await process.master.signIn()
                server.suspend()
                try await process.master.logOut(claims)
                await #expect(throws: RevocationPending()) {
                    try await process.revocations.publisher.publish([.session(claims.sessionID)])
                }
                let counters = try await process.counters { () async throws in
                    #expect(try await process.standing(of: claims) == .revoked)
                }
                #expect(counters.memory == 1)
                server.resume()
                try await process.revocations.publisher.publish([.session(claims.sessionID)], within: .seconds(10))
                #expect(try await process.master.unpublished == 0)
            }
        }
    }

    @Test("is done by a relay for whoever died before, within a moment of the commit")
    func relay() async throws {
        try await withProcess { process, database in
            try await withProcess(process.endpoint, database, running: .everything) { _ in
                for _ in 0..<3 {
                    let claims = try await process.master.signIn()
                    try await process.master.logOut(claims)
                    try await eventually { try await process.standing(of: claims) == .revoked }
                    try await eventually { try await process.master.unpublished == 0 }
                }
            }
        }
    }

    @Test("forgets rows that no token can meet, and only those")
    func pruning() async throws {
        try await withProcess(running: .nothing) { process, _ in
            let day = RevocationRelay.age
            for (key, age) in [("sid:old", day + .seconds(60)), ("sid:young", day - .seconds(60))] {
                try await process.master.revoke(RevocationKey(rawValue: key), 1)
                try await process.master.session.execute(
                    "update revocations set revoked_at = now() - \(age) where key = \(key)")
            }
            try await RevocationQueries.prune(olderThan: RevocationRelay.age, on: process.master.session)
            #expect(
                try await process.master.session.all("select key from revocations", as: String.self) == ["sid:young"])
        }
    }
}
