import Domain
import Foundation
import Postgres
import Tenancy
import Testing

@testable import Credits

@Suite("The journal", .timeLimit(.minutes(5)))
struct JournalTests {
    @Test("numbers entries without gaps and carries the balance")
    func carrying() async throws {
        try await withJournal { bench in
            let postings = try await bench.post(.of(.purchase, 100), .of(.usage, -30), .of(.grant, 5), .of(.usage, -75))
            #expect(postings.map(\.word) == ["applied", "applied", "applied", "applied"])
            #expect(postings.compactMap { $0.transaction?.balanceAfter?.units } == [100, 70, 75, 0])
            #expect(postings.compactMap { $0.transaction?.seq } == [1, 2, 3, 4])
            #expect(try await bench.lines(of: bench.store).map(\.balanceAfter) == [100, 70, 75, 0])
            let totals = try await bench.master.session.first(
                "select balance, last_seq, lifetime_purchased, lifetime_spent from credit_balances",
                as: (Int64, Int64, Int64, Int64).self)
            #expect(totals.map { [$0.0, $0.1, $0.2, $0.3] } == [0, 4, 100, 105])
        }
    }

    @Test("refuses what cannot be paid for, tells what there is, and goes on with the next")
    func insufficient() async throws {
        try await withJournal { bench in
            let postings = try await bench.post(.of(.purchase, 50), .of(.usage, -51), .of(.usage, -50), .of(.usage, -1))
            #expect(postings.map(\.word) == ["applied", "insufficient", "applied", "insufficient"])
            #expect(postings[1] == .refused(.init(reason: .insufficient, available: CreditAmount(units: 50))))
            #expect(try await bench.lines(of: bench.store).map(\.seq) == [1, 2])
        }
    }

    @Test("takes a key once: alone, in one batch, later, and with another content not at all")
    func keys() async throws {
        try await withJournal { bench in
            let purchase = CreditEntry.of(.purchase, 10, key: "p")
            #expect(try await bench.post(purchase, purchase).map(\.word) == ["applied", "replayed"])
            let again = try await bench.post(.of(.purchase, 10, key: "p"), .of(.purchase, 11, key: "p"))
            #expect(again.map(\.word) == ["replayed", "key_reused"])
            #expect(again[0].transaction?.id == purchase.id && again[1].transaction == nil)
            #expect(try await bench.balance() == 10)
        }
    }

    @Test("forgets a refusal: the same key is taken once there is enough")
    func refusedKey() async throws {
        try await withJournal { bench in
            let debit = CreditEntry.of(.usage, -10, key: "d")
            let refused = try await bench.post(debit)
            #expect(refused.map(\.word) == ["insufficient"])
            #expect(
                try await bench.post(debit, .of(.purchase, 10), debit, debit).map(\.word) == [
                    "insufficient", "applied", "applied", "replayed",
                ])
            #expect(try await bench.balance() == 0)
        }
    }

    @Test("tells stores apart, also by the same key")
    func stores() async throws {
        try await withJournal(stores: 2) { bench in
            for store in bench.stores {
                let postings = try await bench.journal.post([.of(.grant, 1, key: "same")], to: store)
                #expect(postings.map(\.word) == ["applied"])
            }
            await #expect(throws: CreditError.notFound) {
                try await bench.journal.post([.of(.grant, 1)], to: .make())
            }
        }
    }

    @Test("keeps a balance that can be written down")
    func overflow() async throws {
        try await withJournal { bench in
            let postings = try await bench.post(
                .of(.grant, .max), .of(.grant, 1), .of(.usage, -1), .of(.grant, 1), .of(.usage, .min + 1))
            #expect(postings.map(\.word) == ["applied", "too_large", "applied", "applied", "applied"])
            #expect(try await bench.balance() == 0)
        }
    }

    @Test("spends nothing of a frozen store, but takes what was paid for; nothing at all goes into a closed one")
    func status() async throws {
        try await withJournal { bench in
            _ = try await bench.post(.of(.purchase, 10))
            try await bench.master.session.execute("update credit_balances set status = 'frozen'")
            #expect(try await bench.post(.of(.usage, -1), .of(.purchase, 5)).map(\.word) == ["frozen", "applied"])
            try await bench.master.session.execute("update credit_balances set status = 'closed'")
            #expect(try await bench.post(.of(.purchase, 5)).map(\.word) == ["closed"])
            #expect(try await bench.balance() == 15)
        }
    }

    @Test("takes a transaction back once, whole or in parts, even when it was spent; the debt is paid first")
    func reversal() async throws {
        try await withJournal { bench in
            let purchase = CreditEntry.of(.purchase, 100)
            _ = try await bench.post(purchase, .of(.usage, -80))
            func back(_ units: Int64, of id: UUID? = nil) -> CreditEntry {
                .of(.reversal, units, reverses: id ?? purchase.id)
            }
            let postings = try await bench.post(
                back(-101), back(1), back(-60), back(-41), back(-40), back(-1), back(-1, of: UUID()))
            #expect(
                postings.map(\.word) == [
                    "more_than_original", "more_than_original", "applied", "more_than_original", "applied",
                    "more_than_original", "no_original",
                ])
            #expect(try await bench.balance() == -80)
            #expect(
                try await bench.post(.of(.usage, -1), .of(.purchase, 80), .of(.usage, -1), .of(.purchase, 1)).map(
                    \.word)
                    == ["insufficient", "applied", "insufficient", "applied"])
            #expect(try await bench.post(.of(.usage, -1)).map(\.word) == ["applied"])
            #expect(try await bench.master.session.first("select debt from credit_balances", as: Int64.self) == 0)
        }
    }

    @Test("is only ever appended to")
    func appendOnly() async throws {
        try await withJournal { bench in
            _ = try await bench.post(.of(.purchase, 1))
            for statement in [
                "update credit_transactions set amount = 2", "delete from credit_transactions",
                "truncate credit_transactions",
            ] as [SQL] {
                await #expect(throws: PostgresError.self) { try await bench.master.session.execute(statement) }
            }
        }
    }

    @Test("writes nothing of a batch that the database refuses")
    func broken() async throws {
        try await withJournal { bench in
            await #expect(throws: PostgresError.self) { try await bench.post(.of(.grant, 5), .of(.usage, 5)) }
            let lines = try await bench.lines(of: bench.store)
            #expect(lines.isEmpty)
            #expect(try await bench.balance() == 0)
        }
    }
}
