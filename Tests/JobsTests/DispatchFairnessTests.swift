import Domain
import JobTestSupport
import Testing

@testable import Jobs

@Suite("Tenants of the dispatch index", .timeLimit(.minutes(5)))
struct DispatchFairnessTests {
    private func jobs(_ count: Int, of tenant: String, band: Int = 1, kind: String = "errand") -> [DispatchEntry] {
        (0..<count).map { _ in DispatchEntry(id: .make(), band: band, tenant: tenant, kind: kind) }
    }

    private func served(_ entries: [DispatchEntry], _ leases: [DispatchIndex.Lease]) -> [String: Int] {
        let tenants = Dictionary(entries.map { ($0.id, $0.tenant) }) { first, _ in first }
        return leases.reduce(into: [:]) { $0[tenants[$1.id] ?? "?", default: 0] += 1 }
    }

    @Test("with a hundred thousand jobs delay a newcomer by one job for each place that is free")
    func newcomer() async throws {
        try await withIndex { index, _ in
            let crowd = jobs(100_000, of: "crowd")
            for start in stride(from: 0, to: crowd.count, by: 1_000) {
                try await index.enqueue(Array(crowd[start..<start + 1_000]))
            }
            _ = try await index.fetch(16, lease: .seconds(60))
            let newcomer = jobs(1, of: "newcomer")
            try await index.enqueue(newcomer)
            let next = try await index.fetch(2, lease: .seconds(60)).leases.map(\.id)
            #expect(next.contains(newcomer[0].id))
        }
    }

    @Test("take turns: over any stretch each gets as much as any other")
    func turns() async throws {
        try await withIndex { index, _ in
            let tenants = ["a", "b", "c"]
            let entries = tenants.flatMap { jobs(60, of: $0) }
            try await index.enqueue(entries)
            var counts: [String: Int] = [:]
            for _ in 0..<30 {
                let leases = try await index.fetch(4, lease: .seconds(60)).leases
                counts.merge(served(entries, leases), uniquingKeysWith: +)
                #expect((counts.values.max() ?? 0) - (counts.values.min() ?? 0) <= 1, "\(counts)")
                try await index.ack(leases)
            }
        }
    }

    @Test("are served by their weights")
    func weights() async throws {
        try await withIndex { index, _ in
            let entries = jobs(300, of: "heavy") + jobs(300, of: "light")
            try await index.setLimits(DispatchLimits(weights: ["heavy": 3]))
            try await index.enqueue(entries)
            let leases = try await index.fetch(200, lease: .seconds(60)).leases
            let heavy = served(entries, leases)["heavy"] ?? 0
            #expect(heavy >= 148 && heavy <= 152, "\(heavy) of 200")
        }
    }

    @Test("that have all the places they may have leave the others to the rest, and come back when one is free")
    func limits() async throws {
        try await withIndex { index, _ in
            try await index.setLimits(DispatchLimits(atOnce: [.tenant("*"): 2, .tenant("big"): 3]))
            let entries = jobs(9, of: "small") + jobs(9, of: "big")
            try await index.enqueue(entries)
            let first = try await index.fetch(10, lease: .seconds(60)).leases
            #expect(served(entries, first) == ["small": 2, "big": 3])
            #expect(try await index.fetch(10, lease: .seconds(60)).leases.isEmpty)
            try await index.ack(Array(first.prefix(1)))
            let second = try await index.fetch(10, lease: .seconds(60)).leases
            #expect(second.count == 1 && served(entries, second) == served(entries, Array(first.prefix(1))))
            try await index.setLimits(DispatchLimits())
            #expect(try await index.fetch(20, lease: .seconds(60)).leases.count == 12)
        }
    }

    @Test("that are paused, like kinds and queues, wait at their place until they are resumed")
    func pauses() async throws {
        try await withIndex { index, keys in
            let entries = jobs(2, of: "a") + jobs(2, of: "b", kind: "trip") + jobs(2, of: "c")
            try await index.setLimits(DispatchLimits(atOnce: [.tenant("a"): 0, .kind("trip"): 0]))
            try await index.enqueue(entries)
            let first = try await index.fetch(9, lease: .seconds(60)).leases
            #expect(Set(first.map(\.id)) == Set(entries[4...].map(\.id)))
            try await index.ack(first)
            try await index.setLimits(DispatchLimits(atOnce: [.queue("default"): 0]))
            #expect(try await index.fetch(9, lease: .seconds(60)).leases.isEmpty)
            while try await keys.takeWakeToken() {}
            try await index.setLimits(DispatchLimits())
            #expect(try await keys.takeWakeToken(), "resuming wakes somebody")
            #expect(try await index.fetch(9, lease: .seconds(60)).leases.map(\.id).count == 4)
        }
    }

    @Test("share what a database server and a serial key may have")
    func names() async throws {
        try await withIndex { index, _ in
            try await index.setLimits(DispatchLimits(atOnce: [.host("*"): 2]))
            var entries = jobs(3, of: "a") + jobs(3, of: "b")
            for index in entries.indices { entries[index].host = "db1" }
            var keyed = jobs(2, of: "c")
            for index in keyed.indices { keyed[index].serialKey = "one at a time" }
            try await index.enqueue(entries + keyed)
            let first = try await index.fetch(20, lease: .seconds(60)).leases
            #expect(served(entries + keyed, first) == ["a": 1, "b": 1, "c": 1])
            try await index.ack(first)
            let second = try await index.fetch(20, lease: .seconds(60)).leases
            #expect(second.count == 3)
            #expect(second.map(\.id).contains(keyed[1].id))
        }
    }

    @Test("with urgent jobs do not keep the others from being served at all")
    func ageing() async throws {
        try await withIndex { index, _ in
            let entries = jobs(400, of: "urgent", band: 0) + jobs(20, of: "usual") + jobs(20, of: "late", band: 2)
            try await index.enqueue(entries)
            let leases = try await index.fetch(128, lease: .seconds(60)).leases
            #expect(served(entries, leases) == ["urgent": 112, "usual": 14, "late": 2])
        }
    }
}
