import Domain
import JobTestSupport
import Redis
import TestSupport
import Testing

@testable import Jobs

@Suite("The dispatch index", .timeLimit(.minutes(5)))
struct DispatchIndexTests {
    private func ids(_ count: Int) -> [Job.ID] { (0..<count).map { _ in .make() } }

    @Test("knows a job once, however often it is announced")
    func idempotence() async throws {
        try await withIndex { index, _ in
            let id = Job.ID.make()
            for _ in 0..<3 { try await index.enqueue([.init(id), .init(id)]) }
            #expect(try await index.fetch(10, lease: .seconds(60)).leases.map(\.id) == [id])
            try await index.enqueue([.init(id)])
            #expect(try await index.fetch(10, lease: .seconds(60)).leases.isEmpty)
        }
    }

    @Test("hands out jobs of one band as they came")
    func order() async throws {
        try await withIndex { index, _ in
            let ids = ids(12).shuffled()
            for id in ids { try await index.enqueue([.init(id)]) }
            var fetched: [Job.ID] = []
            for _ in 0..<4 { fetched += try await index.fetch(3, lease: .seconds(60)).leases.map(\.id) }
            #expect(fetched == ids)
        }
    }

    @Test("serves band 0 first and band 2 last")
    func bands() async throws {
        try await withIndex { index, _ in
            let ids = ids(6)
            let bands = [2, 1, 0, 2, 1, 0]
            try await index.enqueue(zip(ids, bands).map { .init($0, band: $1) })
            let fetched = try await index.fetch(6, lease: .seconds(60)).leases.map(\.id)
            #expect(fetched == [ids[2], ids[5], ids[1], ids[4], ids[0], ids[3]])
        }
    }

    @Test("keeps a delayed job back until the server's clock says it is due")
    func delay() async throws {
        try await withIndex { index, _ in
            let id = Job.ID.make()
            let start = ContinuousClock.now
            try await index.enqueue([.init(id, delay: .milliseconds(300))])
            let first = try await index.fetch(1, lease: .seconds(60))
            if ContinuousClock.now - start < .milliseconds(200) {
                #expect(first.leases.isEmpty)
                #expect(try #require(first.nextDue) <= .milliseconds(300))
            }
            try await eventually { try await index.fetch(1, lease: .seconds(60)).leases.map(\.id) == [id] }
            #expect(ContinuousClock.now - start >= .milliseconds(299))
        }
    }

    @Test("says when the next delayed job is due, and nothing when there is none")
    func nextDue() async throws {
        try await withIndex { index, _ in
            #expect(try await index.fetch(1, lease: .seconds(1)).nextDue == nil)
            try await index.enqueue([.init(.make(), delay: .seconds(500)), .init(.make(), delay: .seconds(100))])
            let due = try #require(await index.fetch(1, lease: .seconds(1)).nextDue)
            #expect(due > .seconds(60) && due <= .seconds(100))
        }
    }

    @Test("hastens a delayed job that is wanted sooner, and never puts one off")
    func hastening() async throws {
        try await withIndex { index, _ in
            let id = Job.ID.make()
            try await index.enqueue([.init(id, delay: .seconds(500))])
            try await index.enqueue([.init(id, delay: .seconds(900))])
            let kept = try #require(await index.fetch(1, lease: .seconds(60)).nextDue)
            #expect(kept <= .seconds(500))
            try await index.enqueue([.init(id, delay: .seconds(100))])
            let hastened = try #require(await index.fetch(1, lease: .seconds(60)).nextDue)
            #expect(hastened <= .seconds(100))
            try await index.enqueue([.init(id)])
            try await index.enqueue([.init(id, delay: .seconds(900))])
            #expect(try await index.fetch(1, lease: .seconds(60)).leases.map(\.id) == [id])
        }
    }

    @Test("gets a new name when Redis has lost it, and keeps it otherwise")
    func incarnation() async throws {
        try await withIndex { index, keys in
            let first = try await index.enqueue([.init(.make())]).incarnation
            #expect(try await index.fetch(1, lease: .seconds(60)).incarnation == first)
            #expect(try await index.reap().life.index == first)
            try await keys.redis.send(["FLUSHDB"])
            #expect(try await index.reap().life.index != first)
        }
    }

    @Test("goes on when Redis has evicted what it knew of some jobs")
    func eviction() async throws {
        try await withIndex { index, keys in
            let (gone, delayed, leased, healthy) = (Job.ID.make(), Job.ID.make(), Job.ID.make(), Job.ID.make())
            try await index.enqueue([.init(leased)])
            _ = try await index.fetch(1, lease: .seconds(60))
            try await index.enqueue([.init(gone), .init(delayed, delay: .seconds(60)), .init(healthy)])
            for id in [gone, delayed, leased] { try await keys.redis.send(["DEL", "\(keys.prefix)j:\(id)"]) }
            try await keys.endLease(of: leased)
            try await keys.makeDue(delayed)
            #expect(try await index.reap().isDamaged)
            let fetched = try await index.fetch(9, lease: .seconds(60)).leases
            #expect(fetched.map(\.id).contains(healthy))
            try await index.ack(fetched)
            #expect(try await keys.names.isSubset(of: IndexKeys.lasting.union(["t:-"])))
            try await index.wipe()
            #expect(try await keys.names.isEmpty)
            try await index.enqueue([.init(delayed), .init(leased)])
            #expect(try await index.fetch(9, lease: .seconds(60)).leases.map(\.id) == [delayed, leased])
        }
    }

    @Test("leaves nothing behind but its name and wake-ups once all is done")
    func drained() async throws {
        try await withIndex { index, keys in
            try await index.enqueue(ids(20).enumerated().map { .init($1, band: $0 % 3) })
            while true {
                let leases = try await index.fetch(7, lease: .seconds(60)).leases
                if leases.isEmpty { break }
                try await index.ack(leases)
            }
            #expect(try await keys.names.isSubset(of: IndexKeys.lasting))
        }
    }
}
