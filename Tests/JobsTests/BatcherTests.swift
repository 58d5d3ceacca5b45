import TestSupport
import Testing

@testable import Jobs

@Suite("A batcher", .timeLimit(.minutes(5)))
struct BatcherTests {
    private struct Refused: Error {}

    /// Runs a batcher that answers with what it was asked, and notes the sizes of its calls; each waits for the gate.
    private func withBatcher(
        limit: Int = 100, gate: Gate, _ body: (Batcher<Int, Int>, Journal<Int>) async throws -> Void
    ) async throws {
        let sizes = Journal<Int>()
        let batcher = Batcher<Int, Int>(limit: limit) { items in
            sizes.note(items.count)
            try await gate.pass()
            if items.contains(where: { $0 < 0 }) { throw Refused() }
            return items.map { $0 * 10 }
        }
        try await withThrowingTaskGroup { group in
            group.addTask { await batcher.run() }
            defer { group.cancelAll() }
            try await body(batcher, sizes)
        }
    }

    @Test("gathers what comes while a call is under way, up to its limit, and answers each with its own")
    func gathering() async throws {
        let gate = Gate()
        try await withBatcher(limit: 4, gate: gate) { batcher, sizes in
            let answers = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                group.addTask { (0, try await batcher.submit(0)) }
                try await sizes.reaches(1)
                for item in 1...9 { group.addTask { (item, try await batcher.submit(item)) } }
                try await eventually { batcher.backlog == 9 }
                gate.open()
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            #expect(answers == Dictionary(uniqueKeysWithValues: (0...9).map { ($0, $0 * 10) }))
            #expect(sizes.entries == [1, 4, 4, 1])
        }
    }

    @Test("tells everybody in a call of its failure, and goes on")
    func failure() async throws {
        let gate = Gate()
        gate.open()
        try await withBatcher(gate: gate) { batcher, _ in
            await #expect(throws: Refused.self) { try await batcher.submit(-1) }
            let answer = try await batcher.submit(2)
            #expect(answer == 20)
        }
    }

    @Test("that has ended lets nobody wait")
    func ended() async throws {
        let batcher = Batcher<Int, Int>(limit: 1) { $0 }
        await withTaskGroup { group in
            group.addTask { await batcher.run() }
            group.cancelAll()
        }
        await #expect(throws: CancellationError.self) { try await batcher.submit(1) }
    }
}
