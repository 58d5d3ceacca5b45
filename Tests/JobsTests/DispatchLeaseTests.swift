import Domain
import JobTestSupport
import Redis
import TestSupport
import Testing

@testable import Jobs

@Suite("A lease of the dispatch index", .timeLimit(.minutes(5)))
struct DispatchLeaseTests {
    /// A job that was leased, whose lease ended, and that was leased again.
    private func leasedTwice(
        _ index: DispatchIndex, _ keys: IndexKeys
    ) async throws -> (stale: DispatchIndex.Lease, valid: DispatchIndex.Lease) {
        try await index.enqueue([.init(.make())])
        let stale = try #require(await index.fetch(1, lease: .seconds(60)).leases.first)
        try await keys.endLease(of: stale.id)
        _ = try await index.reap()
        let valid = try #require(await index.fetch(1, lease: .seconds(60)).leases.first)
        return (stale, valid)
    }

    @Test("has a token of its own, also when the job was forgotten and is back, or Redis has lost everything")
    func tokens() async throws {
        try await withIndex { index, keys in
            let (stale, valid) = try await leasedTwice(index, keys)
            try await index.nack(valid, delay: .zero)
            let third = try #require(await index.fetch(1, lease: .seconds(60)).leases.first)
            try await index.ack([third])
            try await index.enqueue([.init(stale.id)])
            let fourth = try #require(await index.fetch(1, lease: .seconds(60)).leases.first)
            try await keys.redis.send(["FLUSHDB"])
            try await index.enqueue([.init(stale.id)])
            let fifth = try #require(await index.fetch(1, lease: .seconds(60)).leases.first)
            #expect(Set([stale, valid, third, fourth, fifth].map(\.token)).count == 5)
            try await index.ack([stale, valid, third, fourth])
            #expect(try await index.beat([fifth], lease: .seconds(60)).lost.isEmpty)
        }
    }

    @Test("that is stale forgets, gives back and renews nothing")
    func stale() async throws {
        try await withIndex { index, keys in
            let (stale, valid) = try await leasedTwice(index, keys)
            let before = try await IndexSnapshot(of: keys).places
            try await index.ack([stale])
            try await index.nack(stale, delay: .zero)
            try await index.nack(stale, delay: .seconds(9))
            #expect(try await index.beat([stale, valid], lease: .seconds(60)).lost == [stale])
            #expect(try await IndexSnapshot(of: keys).places == before)
        }
    }

    @Test("that was given back is stale")
    func givenBack() async throws {
        try await withIndex { index, _ in
            try await index.enqueue([.init(.make())])
            let lease = try #require(await index.fetch(1, lease: .seconds(60)).leases.first)
            try await index.nack(lease, delay: .zero)
            try await index.ack([lease])
            #expect(try await index.beat([lease], lease: .seconds(60)).lost == [lease])
            #expect(try await index.fetch(1, lease: .seconds(60)).leases.map(\.id) == [lease.id])
        }
    }

    @Test("that ends puts the job back to its old place")
    func reaping() async throws {
        try await withIndex { index, keys in
            let ids = (0..<4).map { _ in Job.ID.make() }
            try await index.enqueue(ids.map { .init($0) })
            let leases = try await index.fetch(2, lease: .seconds(60)).leases
            try await keys.endLease(of: leases[1].id)
            try await keys.endLease(of: leases[0].id)
            _ = try await index.reap()
            #expect(try await index.fetch(4, lease: .seconds(60)).leases.map(\.id) == ids)
        }
    }

    @Test("ends by the server's clock unless it is renewed")
    func renewal() async throws {
        try await withIndex { index, _ in
            try await index.enqueue([.init(.make()), .init(.make())])
            let leases = try await index.fetch(2, lease: .milliseconds(50)).leases
            #expect(try await index.beat([leases[0]], lease: .seconds(60)).lost.isEmpty)
            try await eventually {
                _ = try await index.reap()
                return try await index.fetch(2, lease: .seconds(60)).leases.map(\.id) == [leases[1].id]
            }
            #expect(try await index.beat(leases, lease: .seconds(60)).lost == [leases[1]])
        }
    }

    @Test("given back with a delay makes the job wait, at its old place once it is due")
    func delayedReturn() async throws {
        try await withIndex { index, keys in
            let (early, late) = (Job.ID.make(), Job.ID.make())
            try await index.enqueue([.init(early), .init(late)])
            let lease = try #require(await index.fetch(1, lease: .seconds(60)).leases.first)
            try await index.nack(lease, delay: .seconds(60))
            let fetched = try await index.fetch(2, lease: .seconds(60)).leases
            #expect(fetched.map(\.id) == [late])
            try await index.nack(fetched[0], delay: .zero)
            try await keys.makeDue(early)
            #expect(try await index.fetch(2, lease: .seconds(60)).leases.map(\.id) == [early, late])
        }
    }
}
