import Domain
import Foundation
import TestSupport
import Testing

@testable import Credits

@Suite("The journal, written by many at once", .timeLimit(.minutes(5)))
struct JournalConcurrencyTests {
    /// What became of entries that were all posted at the same time.
    private func race(_ entries: [CreditEntry], on bench: JournalBench) async throws -> [String: Int] {
        try await withThrowingTaskGroup(of: CreditPosting.self) { group in
            for entry in entries { group.addTask { try await bench.post(entry)[0] } }
            return try await group.reduce(into: [:]) { $0[$1.word, default: 0] += 1 }
        }
    }

    @Test("two hundred debits of one from a hundred: exactly a hundred are taken")
    func debits() async throws {
        try await withJournal { bench in
            _ = try await bench.post(.of(.purchase, 100))
            let words = try await race((0..<200).map { _ in .of(.usage, -1) }, on: bench)
            #expect(words == ["applied": 100, "insufficient": 100])
            #expect(try await bench.balance() == 0)
        }
    }

    /// The case in which a single statement with a condition answers wrongly: funds for one, eight requests with its key.
    @Test("eight requests with one key and exact funds, sixty times: one is taken, seven are told so, none is refused")
    func duplicates() async throws {
        try await withJournal { bench in
            for round in 0..<60 {
                _ = try await bench.post(.of(.purchase, 5))
                let words = try await race(
                    (0..<8).map { _ in .of(.usage, -5, key: "round \(round)") }, on: bench)
                #expect(words == ["applied": 1, "replayed": 7])
            }
            #expect(try await bench.balance() == 0)
        }
    }

    @Test("batches that share stores and keys leave journals without gaps, and each key once")
    func batches() async throws {
        try await withJournal(stores: 3) { bench in
            let keys = (0..<60).map { "key \($0)" }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        var random = SplitMix(seed: UInt64(writer))
                        for _ in 0..<6 {
                            let entries = keys.shuffled(using: &random).prefix(20).map {
                                CreditEntry.of(.grant, 7, key: $0)
                            }
                            let store = bench.stores.randomElement(using: &random) ?? bench.store
                            let words = try await bench.journal.post(entries, to: store).map(\.word)
                            #expect(words.allSatisfy { $0 == "applied" || $0 == "replayed" })
                        }
                    }
                }
                try await group.waitForAll()
            }
            for store in bench.stores {
                let lines = try await bench.lines(of: store)
                #expect(lines.map(\.seq) == lines.indices.map { Int64($0 + 1) })
                #expect(lines.map(\.balanceAfter) == lines.indices.map { Int64(($0 + 1) * 7) })
                #expect(lines.count <= keys.count)
            }
        }
    }
}
