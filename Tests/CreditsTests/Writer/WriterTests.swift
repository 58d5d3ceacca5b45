import Domain
import Foundation
import Postgres
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing

@testable import Credits

@Suite("The credit writer", .timeLimit(.minutes(5)))
struct WriterTests {
    @Test("two hundred debits of one from a hundred: exactly a hundred are taken")
    func debits() async throws {
        try await withWriter { bench in
            _ = try await bench.writer.post(.of(.purchase, 100), to: bench.store)
            let heard = await bench.race((0..<200).map { _ in (.of(.usage, -1), bench.store) })
            #expect(heard.words == ["applied": 100, "insufficient": 100])
            #expect(try await bench.journal.balance() == 0)
            try await bench.verify()
        }
    }

    @Test("eight requests with one key and exact funds, in forty stores at once: one is taken, seven are told so")
    func duplicates() async throws {
        try await withWriter(stores: 40) { bench in
            for store in bench.stores { _ = try await bench.writer.post(.of(.purchase, 5), to: store) }
            let entries = bench.stores.flatMap { store in
                (0..<8).map { _ in (CreditEntry.of(.usage, -5, key: "once"), store) }
            }
            let heard = await bench.race(entries.shuffled())
            #expect(heard.words == ["applied": 40, "replayed": 280])
            try await bench.verify()
        }
    }

    @Test("a key that comes again within a batch is the same transaction, with another content it is refused")
    func keyInBatch() async throws {
        try await withWriter(stores: 2, writers: 1) { bench in
            let grant = CreditEntry.of(.grant, 7, key: "k")
            let heard = try await bench.inOneBatch(
                [grant, .of(.grant, 7, key: "k"), .of(.grant, 8, key: "k")].map { ($0, bench.store) })
            #expect(heard.map(\.word) == ["applied", "replayed", "key_reused"])
            #expect(try heard[1].get().transaction?.id == grant.id)
            #expect(try await bench.journal.lines(of: bench.store).count == 1)
        }
    }

    @Test("several stores in one batch are one transaction; who names a store that is not there hears so alone")
    func stores() async throws {
        try await withWriter(stores: 4, writers: 1) { bench in
            let unknown = Store.ID.make()
            let heard = try await bench.inOneBatch([
                (.of(.grant, 1), bench.stores[0]), (.of(.grant, 2), unknown), (.of(.grant, 3), bench.stores[1]),
                (.of(.usage, -2), bench.stores[0]), (.of(.grant, 4), bench.stores[2]), (.of(.grant, 5), unknown),
            ])
            let missing = "\(CreditError.notFound)"
            #expect(heard.map(\.word) == ["applied", missing, "applied", "insufficient", "applied", missing])
            let transactions = try await bench.journal.master.session.first(
                "select count(distinct xmin::text) from credit_transactions where amount > 1", as: Int64.self)
            #expect(transactions == 1)
            try await bench.verify()
        }
    }

    @Test("an entry that the table refuses fails alone")
    func poisoned() async throws {
        try await withWriter(stores: 3, writers: 1) { bench in
            var long = CreditEntry.of(.grant, 1)
            long.description = String(repeating: "x", count: 401)
            var nul = CreditEntry.of(.grant, 1)
            nul.reference = "a\u{0}b"
            let heard = try await bench.inOneBatch([
                (.of(.grant, 5), bench.stores[0]), (long, bench.stores[0]), (.of(.usage, -5), bench.stores[0]),
                (nul, bench.stores[1]), (.of(.grant, 9), bench.stores[1]),
            ])
            #expect([0, 2, 4].map { heard[$0].word } == ["applied", "applied", "applied"])
            let refusals = [heard[1], heard[3]].map { refusal -> String? in
                if case .failure(let error as PostgresError) = refusal { error.sqlState } else { nil }
            }
            #expect(refusals == ["23514", "22021"])
            #expect(try await bench.journal.lines(of: bench.stores[0]).map(\.balanceAfter) == [5, 0])
            try await bench.verify()
        }
    }

    @Test("more than a batch holds is written in turns, and every store's turn comes")
    func manyBatches() async throws {
        try await withWriter(stores: 30) { bench in
            let entries = (0..<900).map { number in
                (CreditEntry.of(.grant, 1), number < 600 ? bench.store : bench.stores[number % 30])
            }
            #expect(await bench.race(entries).words == ["applied": 900])
            #expect(try await bench.journal.lines(of: bench.store).count == 610)
            try await bench.verify()
        }
    }

    @Test("a batch locks its stores in the order of their ids, whatever order it names them in")
    func lockOrder() async throws {
        try await withJournal(stores: 2) { journal in
            let (first, last) = (journal.stores[0], journal.stores[1])
            #expect(first.description < last.description)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                try await journal.master.transaction { master in
                    try await master.execute("select from credit_balances where store_id = \(last) for update")
                    tasks.addTask {
                        let batch = [last, first].map { (store: $0, entries: [CreditEntry.of(.grant, 1)]) }
                        _ = try await JournalQueries.apply(batch, on: journal.master.session)
                    }
                    try await journal.untilBlocked(on: 1)
                    let error = await #expect(throws: PostgresError.self) {
                        try await journal.master.session.execute(
                            "select from credit_balances where store_id = \(first) for update nowait")
                    }
                    #expect(error?.sqlState == "55P03")
                }
                try await tasks.waitForAll()
            }
        }
    }

    @Test("two processes that take the same stores in opposite orders wait for one another, and never in a circle")
    func twoProcesses() async throws {
        try await withWriter(stores: 40) { bench in
            try await withMaster(at: bench.journal.endpoint) { master in
                let other = CreditWriter(master: master, logger: quiet)
                try await running(other) { group in
                    let there = WriterBench(journal: bench.journal, writer: other, group: group)
                    let forth = (0..<600).map { (CreditEntry.of(.grant, 1), bench.stores[$0 % 40]) }
                    let back = (0..<600).map { (CreditEntry.of(.grant, 1), bench.stores[39 - $0 % 40]) }
                    async let first = bench.race(forth)
                    async let second = there.race(back)
                    #expect(await first.words == ["applied": 600])
                    #expect(await second.words == ["applied": 600])
                }
            }
            for store in bench.stores { #expect(try await bench.journal.lines(of: store).count == 30) }
            #expect(try await bench.deadlocks() == 0)
            try await bench.verify()
        }
    }
}

extension WriterBench {
    /// Deadlocks that the server has resolved in this database.
    fileprivate func deadlocks() async throws -> Int64? {
        try await journal.master.session.first(
            "select deadlocks from pg_stat_database where datname = current_database()", as: Int64.self)
    }
}
