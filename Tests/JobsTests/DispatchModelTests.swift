import Domain
import JobTestSupport
import TestSupport
import Testing

@testable import Jobs

@Suite("The dispatch index under random operations", .timeLimit(.minutes(5)))
struct DispatchModelTests {
    /// The index, its model, and all leases there ever were: the older they are, the staler.
    private struct Run {
        let index: DispatchIndex
        let keys: IndexKeys
        var model = IndexModel()
        var leases: [DispatchIndex.Lease] = []
        var generator: SplitMix
        var population: [DispatchEntry] = []

        init(index: DispatchIndex, keys: IndexKeys, seed: UInt64) {
            self.index = index
            self.keys = keys
            generator = SplitMix(seed: seed)
            for _ in 0..<60 {
                population.append(
                    DispatchEntry(
                        id: .make(), queue: pick(["default", "default", "other"]), band: pick([0, 1, 1, 2]),
                        tenant: pick(["a", "b", "c", "d"]), kind: pick(["errand", "trip"]),
                        host: pick([nil, nil, "db1", "db2"]), serialKey: pick([nil, nil, nil, "one", "two"])))
            }
        }

        private mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
            choices[Int.random(in: choices.indices, using: &generator)]
        }

        mutating func step() async throws {
            switch Int.random(in: 0..<100, using: &generator) {
            case ..<28: try await enqueue()
            case ..<48: try await fetch()
            case ..<60:
                try await withLease {
                    try await $0.index.ack([$1]); $0.model.ack($1)
                }
            case ..<72: try await nack()
            case ..<78: try await beat()
            case ..<83:
                try await withSomeJob {
                    try await $0.keys.endLease(of: $1); $0.model.endLease($1)
                }
            case ..<88:
                try await withSomeJob {
                    try await $0.keys.makeDue($1); $0.model.makeDue($1)
                }
            case ..<91:
                try await withSomeJob {
                    try await $0.index.cancel([$1]); $0.model.cancel($1)
                }
            case ..<94: try await changeLimits()
            default:
                _ = try await index.reap()
                model.reap()
            }
        }

        private mutating func enqueue() async throws {
            let entries = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                var entry = pick(population)
                entry.delay = pick([.zero, .zero, .seconds(3600)])
                return entry
            }
            try await index.enqueue(entries)
            for entry in entries { model.enqueue(entry) }
        }

        private mutating func fetch() async throws {
            let count = Int.random(in: 1...4, using: &generator)
            let queues = pick([["default"], ["other"], ["default", "other"]])
            // Now and then with leases that are over: those of this life, and stale ones.
            let done = Bool.random(using: &generator) ? [] : Array(leases.suffix(3))
            for lease in done { model.ack(lease) }
            var fetched = try await index.fetch(count, from: queues, lease: .seconds(3600), forgetting: done).leases
            if let wrong = model.lend(fetched, of: queues) { Issue.record("\(wrong)") }
            leases += fetched
            // A place may have been kept for a job of a queue that this worker does not serve: asked again, it goes on.
            var missing = count - fetched.count
            for _ in 0..<10 where missing > 0 && !model.lendable(queues).isEmpty {
                fetched = try await index.fetch(missing, from: queues, lease: .seconds(3600)).leases
                if let wrong = model.lend(fetched, of: queues) { Issue.record("\(wrong)") }
                leases += fetched
                missing -= fetched.count
            }
            #expect(missing == 0 || model.lendable(queues).isEmpty)
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
                let told = try await run.index.beat([lease], lease: .seconds(3600))
                #expect(told.lost.isEmpty == run.model.holds(lease))
                #expect(
                    told.canceled.isEmpty
                        == !(run.model.holds(lease) && run.model.entries[lease.id]?.isCanceled == true))
                run.model.beat(lease)
            }
        }

        private mutating func changeLimits() async throws {
            model.limits = DispatchLimits(weights: ["a": pick([0.5, 1, 3])])
            if pick([true, false]) {
                model.limits.atOnce[pick([.tenant("a"), .tenant("b"), .tenant("*")])] = pick([0, 1, 2])
            }
            if pick([true, false]) { model.limits.atOnce[.kind("trip")] = pick([0, 1, 3]) }
            if pick([true, false]) { model.limits.atOnce[pick([.host("db1"), .host("*")])] = pick([1, 2]) }
            if pick([true, false, false]) { model.limits.atOnce[.queue(pick(["default", "other"]))] = 0 }
            try await index.setLimits(model.limits)
        }

        private mutating func withLease(
            _ act: (inout Run, DispatchIndex.Lease) async throws -> Void
        ) async throws {
            guard let lease = leases.suffix(30).randomElement(using: &generator) else { return }
            try await act(&self, lease)
        }

        private mutating func withSomeJob(_ act: (inout Run, Job.ID) async throws -> Void) async throws {
            try await act(&self, pick(population).id)
        }
    }

    @Test("keeps each job in exactly one place, where its model has it", arguments: [1, 2, 3, 4] as [UInt64])
    func model(seed: UInt64) async throws {
        try await withIndex { index, keys in
            var run = Run(index: index, keys: keys, seed: seed)
            for number in 0..<600 {
                try await run.step()
                let found = try await IndexSnapshot(of: keys)
                try #require(found.problems.isEmpty, "seed \(seed), operation \(number): \(found.problems)")
                try #require(
                    found.waiting.union(found.parked) == run.model.ids(.waiting)
                        && found.ids(.due) == run.model.ids(.delayed, .overdue)
                        && found.ids(.leased) == run.model.ids(.leased, .leaseEnded),
                    """
                    seed \(seed), operation \(number): waiting \(found.waiting.union(found.parked).symmetricDifference(run.model.ids(.waiting))), \
                    due \(found.ids(.due).symmetricDifference(run.model.ids(.delayed, .overdue))), \
                    leased \(found.ids(.leased).symmetricDifference(run.model.ids(.leased, .leaseEnded)))
                    """)
            }
            #expect(run.leases.count > 50)
            #expect(try await keys.wakeTokens <= 64)

            try await index.setLimits(DispatchLimits())
            let left = try await IndexSnapshot(of: keys)
            for id in left.ids(.due) { try await keys.makeDue(id) }
            for id in left.ids(.leased) { try await keys.endLease(of: id) }
            repeat {
                _ = try await index.reap()
                let leases = try await index.fetch(40, from: ["default", "other"], lease: .seconds(60)).leases
                try await index.ack(leases)
            } while try await keys.names.contains { $0.hasPrefix("j:") }
            #expect(try await keys.names.isSubset(of: IndexKeys.lasting))
        }
    }
}
