import Domain
import TestSupport
import Testing

@testable import Jobs

@Suite("The dispatch index under random operations", .timeLimit(.minutes(3)))
struct DispatchModelTests {
    /// The index, its model, and all leases there ever were: the older they are, the staler.
    private struct Run {
        let index: DispatchIndex
        let keys: IndexKeys
        var model = IndexModel()
        var leases: [DispatchIndex.Lease] = []
        var generator: SplitMix
        let population = (0..<40).map { _ in Job.ID.make() }

        mutating func step() async throws {
            switch Int.random(in: 0..<100, using: &generator) {
            case ..<30: try await enqueue()
            case ..<50: try await fetch()
            case ..<65:
                try await withLease {
                    try await $0.index.ack([$1]); $0.model.ack($1)
                }
            case ..<77: try await nack()
            case ..<83: try await beat()
            case ..<89:
                try await withSomeJob {
                    try await $0.keys.endLease(of: $1); $0.model.endLease($1)
                }
            case ..<95:
                try await withSomeJob {
                    try await $0.keys.makeDue($1); $0.model.makeDue($1)
                }
            default:
                _ = try await index.reap()
                model.reap()
            }
        }

        private mutating func enqueue() async throws {
            let entries = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                DispatchIndex.Entry(
                    population.randomElement(using: &generator) ?? .make(), band: .random(in: 0..<3, using: &generator),
                    delay: Bool.random(using: &generator) ? .zero : .seconds(3600))
            }
            try await index.enqueue(entries)
            for entry in entries { model.enqueue(entry.id, band: entry.band, isDelayed: entry.delay > .zero) }
        }

        private mutating func fetch() async throws {
            let count = Int.random(in: 1...4, using: &generator)
            let fetched = try await index.fetch(count, lease: .seconds(3600)).leases
            #expect(fetched == model.fetch(count))
            #expect(try await keys.wakeTokens > 0 || model.snapshot.ready.allSatisfy(\.isEmpty))
            leases += fetched
        }

        private mutating func nack() async throws {
            let isDelayed = Bool.random(using: &generator)
            try await withLease { run, lease in
                try await run.index.nack(lease, delay: isDelayed ? .seconds(3600) : .zero)
                run.model.nack(lease, isDelayed: isDelayed)
            }
        }

        private mutating func beat() async throws {
            try await withLease { run, lease in
                let lost = try await run.index.beat([lease], lease: .seconds(3600))
                #expect(lost.isEmpty == run.model.holds(lease))
                run.model.beat(lease)
            }
        }

        private mutating func withLease(
            _ act: (inout Run, DispatchIndex.Lease) async throws -> Void
        ) async throws {
            guard let lease = leases.suffix(30).randomElement(using: &generator) else { return }
            try await act(&self, lease)
        }

        private mutating func withSomeJob(_ act: (inout Run, Job.ID) async throws -> Void) async throws {
            guard let id = population.randomElement(using: &generator) else { return }
            try await act(&self, id)
        }
    }

    @Test("keeps each job in exactly one place, where its model has it", arguments: [1, 2, 3] as [UInt64])
    func model(seed: UInt64) async throws {
        try await withIndex { index, keys in
            var run = Run(index: index, keys: keys, generator: SplitMix(seed: seed))
            for number in 0..<1_500 {
                try await run.step()
                let found = try await IndexSnapshot(of: keys)
                try #require(found == run.model.snapshot, "seed \(seed), operation \(number)")
            }
            #expect(run.leases.count > 200)
            #expect(try await keys.wakeTokens <= 64)
            for id in run.model.snapshot.due { try await keys.makeDue(id) }
            for id in run.model.snapshot.leased { try await keys.endLease(of: id) }
            repeat {
                _ = try await index.reap()
                let leases = try await index.fetch(40, lease: .seconds(60)).leases
                try await index.ack(leases)
            } while try await keys.names.contains { $0.hasPrefix("j:") }
            #expect(try await keys.names.isSubset(of: ["meta", "wake"]))
        }
    }
}
