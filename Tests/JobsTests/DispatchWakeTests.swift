import Domain
import JobTestSupport
import Testing

@testable import Jobs

@Suite("Wake-ups of the dispatch index", .timeLimit(.minutes(5)))
struct DispatchWakeTests {
    @Test("are bounded, however much comes while nobody listens")
    func bounded() async throws {
        try await withIndex { index, keys in
            for _ in 0..<100 { try await index.enqueue([.init(.make())]) }
            #expect(try await keys.wakeTokens == 64)
        }
    }

    @Test("are handed on as long as work is left")
    func chained() async throws {
        try await withIndex { index, keys in
            try await index.enqueue((0..<3).map { _ in .init(.make()) })
            for left in [2, 1] {
                #expect(try await keys.takeWakeToken())
                #expect(try await index.fetch(1, lease: .seconds(60)).leases.count == 1)
                #expect(try await keys.wakeTokens == 1, "\(left) are left")
            }
            #expect(try await keys.takeWakeToken())
            #expect(try await index.fetch(1, lease: .seconds(60)).leases.count == 1)
            #expect(try await keys.wakeTokens == 0)
        }
    }

    @Test("are not made by what is known already")
    func repetition() async throws {
        try await withIndex { index, keys in
            let id = Job.ID.make()
            try await index.enqueue([.init(id)])
            try await keys.takeWakeToken()
            try await index.enqueue([.init(id)])
            #expect(try await keys.wakeTokens == 0)
        }
    }

    @Test("follow when a job is given back, its lease ends, or it becomes due")
    func later() async throws {
        try await withIndex { index, keys in
            try await index.enqueue([.init(.make())])
            try await keys.takeWakeToken()
            let lease = try #require(await index.fetch(1, lease: .seconds(60)).leases.first)
            try await index.nack(lease, delay: .zero)
            #expect(try await keys.takeWakeToken())

            let again = try #require(await index.fetch(1, lease: .seconds(60)).leases.first)
            try await keys.endLease(of: again.id)
            _ = try await index.reap()
            #expect(try await keys.takeWakeToken())

            let third = try #require(await index.fetch(1, lease: .seconds(60)).leases.first)
            try await index.nack(third, delay: .seconds(60))
            #expect(try await !keys.takeWakeToken())
            try await keys.makeDue(third.id)
            _ = try await index.reap()
            #expect(try await keys.takeWakeToken())
        }
    }
}
