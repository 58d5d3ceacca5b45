import Domain
import Foundation
import Postgres
import Tenancy
import Testing

@testable import Credits

@Suite("A look at the books", .timeLimit(.minutes(5)))
struct VerificationTests {
    private func withBooks(_ body: (JournalBench, CreditLedger) async throws -> Void) async throws {
        try await withJournal(stores: 2) { bench in
            let purchase = CreditEntry.of(.purchase, 100)
            _ = try await bench.post(
                purchase, .of(.usage, -30), .of(.reversal, -90, reverses: purchase.id), .of(.grant, 5))
            _ = try await bench.journal.post([.of(.grant, 7)], to: bench.stores[1])
            try await body(bench, CreditLedger(master: bench.master))
        }
    }

    @Test("finds nothing wrong with what the journal wrote, in all stores and in one")
    func clean() async throws {
        try await withBooks { bench, ledger in
            let all = try await ledger.verify()
            #expect(all.isClean && all.stores == 2 && all.lines == 5, "\(all.findings)")
            let one = try await ledger.verify(bench.stores[1])
            #expect(one.isClean && one.stores == 1 && one.lines == 1)
            await #expect(throws: CreditError.notFound) { try await ledger.verify(.make()) }
        }
    }

    @Test("knows that what was ever bought stops at what can be written down")
    func largest() async throws {
        try await withJournal { bench in
            _ = try await bench.post(.of(.purchase, .max), .of(.usage, -.max), .of(.purchase, 5), .of(.usage, -3))
            let report = try await CreditLedger(master: bench.master).verify()
            #expect(report.isClean && report.lines == 4, "\(report.findings)")
        }
    }

    @Test(
        "names what was bent, and where",
        arguments: [
            ("update credit_balances set balance = balance + 1", [.balance, .overdraft]),
            ("update credit_balances set last_seq = 9", [.sequence]),
            ("delete from credit_transactions where seq = 2", [.balance, .carry, .sequence, .totals]),
            ("update credit_transactions set balance_after = 8 where seq = 2", [.carry, .carry]),
            ("update credit_balances set debt = debt + 1", [.overdraft]),
            (
                "update credit_transactions set amount = -101, balance_after = -31 where seq = 3",
                [.balance, .carry, .reversal]
            ),
            ("update credit_balances set lifetime_purchased = 0, lifetime_spent = 0", [.totals, .totals]),
        ] as [(String, [LedgerInvariant])])
    func bent(statement: String, expected: [LedgerInvariant]) async throws {
        try await withBooks { bench, ledger in
            let only = statement.contains("where") ? "and" : "where"
            try await bench.master.session.execute("alter table credit_transactions disable trigger user")
            try await bench.master.session.execute(
                "\(raw: statement) \(raw: only) store_id = \(bench.store)")
            let report = try await ledger.verify()
            #expect(report.findings.map(\.invariant) == expected, "\(report.findings)")
            #expect(report.findings.allSatisfy { $0.storeID == bench.store.description })
            #expect(try await ledger.verify(bench.stores[1]).isClean)
        }
    }

    @Test("tells sums as credits, and misses a balance that is not there")
    func details() async throws {
        try await withBooks { bench, ledger in
            try await bench.master.session.execute(
                "update credit_balances set balance = 25000 where store_id = \(bench.stores[1])")
            let owner = try await bench.master.session.first("select id from users", as: UUID.self)
            let bare = Store.ID.make()
            try await bench.master.session.execute(
                "insert into stores (id, owner_id, name, slug) values (\(bare), \(owner), 'S', 'bare')")
            let findings = try await ledger.verify().findings
            let wrong = LedgerFinding(
                invariant: .balance, storeID: bench.stores[1].description, seq: nil, found: "2.5000", expected: "0.0007"
            )
            #expect(findings.contains(wrong))
            #expect(findings.contains { $0.invariant == .account && $0.storeID == bare.description })
            #expect(findings.count == 2)
        }
    }
}
