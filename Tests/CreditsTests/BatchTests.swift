import Domain
import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Credits

/// Entries that are posted together leave what they would leave one by one.
@Suite("A batch of entries", .timeLimit(.minutes(5)))
struct BatchTests {
    /// Entries of every kind that can be paid in any case, each under a key of its own.
    private static func plain(_ random: inout SplitMix) -> [CreditEntry] {
        let kinds: [(CreditTransaction.Kind, ClosedRange<Int64>)] = [
            (.usage, -50 ... -1), (.adjustment, -30...30), (.purchase, 1...60), (.grant, 1...9), (.refund, 1...5),
            (.expiry, -5 ... -1),
        ]
        return [.of(.purchase, 100_000)]
            + (0..<Int.random(in: 1...60, using: &random)).map { number in
                let (kind, amounts) = kinds[Int.random(in: 0..<kinds.count, using: &random)]
                let amount = Int64.random(in: amounts, using: &random)
                var entry = CreditEntry.of(kind, amount == 0 ? 1 : amount)
                entry.description = number % 3 == 0 ? "E-mail × \(number)" : nil
                entry.reference = number % 4 == 0 ? "order \(number)" : nil
                return entry
            }
    }

    /// The same entry under another id, as `credit_apply` reads it.
    private struct Item: Codable, Sendable {
        let id: UUID
        let type: String
        let amount: Int64
        let key: String
        let fingerprint: String
        let description: String?
        let reference: String?

        init(_ entry: CreditEntry) {
            id = UUID()
            type = entry.kind.rawValue
            amount = entry.amount.units
            key = entry.key
            fingerprint = entry.fingerprint.hexadecimal
            description = entry.description
            reference = entry.reference
        }
    }

    @Test(
        "leaves the lines and the balance that the rule for one entry leaves", arguments: 1...12 as ClosedRange<UInt64>)
    func sameAsOneByOne(seed: UInt64) async throws {
        try await withJournal(stores: 2) { bench in
            var random = SplitMix(seed: seed)
            let entries = Self.plain(&random)
            let postings = try await bench.journal.post(entries, to: bench.store)
            #expect(postings.allSatisfy { $0.word == "applied" })
            for entry in entries {
                let item = PostgresJSON([Item(entry)])
                let outcome = try await bench.master.session.first(
                    "select outcome from credit_apply(\(bench.stores[1]), \(item))", as: String.self)
                #expect(outcome == "applied")
            }
            let lines = try await bench.everything(in: "credit_transactions", without: ["id", "created_at"])
            #expect(lines[0].count == entries.count)
            #expect(lines[0] == lines[1])
            let balances = try await bench.everything(
                in: "credit_balances", without: ["revision", "updated_at", "created_at"])
            #expect(balances[0] == balances[1])

            // What is answered is what is written.
            let written = try await CreditLedger(master: bench.master).transactions(
                of: bench.store, owner: nil, limit: 100)
            #expect(postings.reversed().map(\.transaction) == written.transactions)
        }
    }

    @Test("in which one key is known, one is too dear or one store is frozen is judged entry by entry")
    func special() async throws {
        try await withJournal(stores: 3) { bench in
            let known = CreditEntry.of(.grant, 5, key: "known")
            _ = try await bench.journal.post([known], to: bench.stores[0])
            try await bench.master.session.execute(
                "update credit_balances set status = 'frozen' where store_id = \(bench.stores[2])")
            let dear: [CreditEntry] = [.of(.grant, 1), .of(.usage, -2), .of(.grant, 5), .of(.usage, -6)]
            let batch = [
                (store: bench.stores[0], entries: [CreditEntry.of(.grant, 1), known, .of(.usage, -6)]),
                (store: bench.stores[1], entries: dear),
                (store: bench.stores[2], entries: [.of(.grant, 3), .of(.usage, -1)]),
            ]
            let found = try await JournalQueries.apply(batch, on: bench.master.session)
            #expect(found[bench.stores[0]]?.map(\.word) == ["applied", "replayed", "applied"])
            #expect(found[bench.stores[1]]?.map(\.word) == ["applied", "insufficient", "applied", "applied"])
            #expect(found[bench.stores[2]]?.map(\.word) == ["applied", "frozen"])
            let report = try await CreditLedger(master: bench.master).verify()
            #expect(report.isClean, "\(report.findings)")
        }
    }

    @Test("of one key twice is one line, whether it comes in one batch or in eight at once")
    func duplicates() async throws {
        try await withJournal { bench in
            let entries = (0..<50).map { _ in CreditEntry.of(.grant, 1) }
            try await withThrowingTaskGroup(of: [CreditPosting].self) { group in
                for _ in 0..<8 { group.addTask { try await bench.journal.post(entries + entries, to: bench.store) } }
                var words: [String: Int] = [:]
                for try await postings in group { for posting in postings { words[posting.word, default: 0] += 1 } }
                #expect(words == ["applied": 50, "replayed": 750])
            }
            #expect(try await bench.lines(of: bench.store).map(\.seq) == Array(1...50))
        }
    }
}

extension JournalBench {
    /// All of each store's rows as text, in the order of their numbers, but for what has to differ.
    fileprivate func everything(in table: String, without columns: [String]) async throws -> [[String]] {
        var all: [[String]] = []
        for store in stores {
            all.append(
                try await master.session.all(
                    """
                    select (to_jsonb(t) - \(columns + ["store_id"])::text[])::text from \(identifier: table) t
                    where t.store_id = \(store) order by to_jsonb(t) -> 'seq'
                    """, as: String.self))
        }
        return all
    }
}
