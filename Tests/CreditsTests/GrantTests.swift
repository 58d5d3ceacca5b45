import Domain
import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Credits

@Suite("Granted credits", .timeLimit(.minutes(5)))
struct GrantTests {
    private func withStore(_ body: (JournalBench, CreditLedger) async throws -> Void) async throws {
        try await withJournal { bench in
            let ledger = CreditLedger(master: bench.master)
            try await body(bench, ledger)
            let report = try await ledger.verify()
            #expect(report.isClean, "\(report.findings)")
        }
    }

    /// Grants that lapse in so many hours, in the order in which they are given.
    private func give(_ units: Int64, hours: Double, _ bench: JournalBench) async throws -> UUID {
        var entry = CreditEntry.of(.grant, units)
        entry.expiresAt = Timestamp(Date(timeIntervalSinceNow: hours * 3_600))
        #expect(try await bench.post(entry).map(\.word) == ["applied"])
        return entry.id
    }

    /// Lets the time of a grant be over.
    private func overdue(_ grant: UUID, _ bench: JournalBench) async throws {
        try await bench.master.session.execute(
            "update credit_grants set expires_at = now() - interval '1 second' where id = \(grant)")
        try await bench.master.session.execute(
            "update credit_balances set next_expiry_at = now() - interval '1 second' where store_id = \(bench.store)")
    }

    @Test("lapse to the second: they can be neither seen nor spent, whether or not anybody swept")
    func lapse() async throws {
        try await withStore { bench, ledger in
            _ = try await bench.post(.of(.purchase, 10))
            let grant = try await give(50, hours: 1, bench)
            #expect(try await ledger.balance(of: bench.store, owner: nil).available.units == 60)
            try await overdue(grant, bench)
            #expect(try await bench.post(.of(.usage, -11)).map(\.word) == ["insufficient"])
            #expect(try await bench.lines(of: bench.store).map(\.amount) == [10, 50, -50])
            let second = try await give(5, hours: 1, bench)
            try await overdue(second, bench)
            let seen = try await ledger.balance(of: bench.store, owner: nil)
            #expect(seen.balance.units == 10 && seen.seq == 5)
        }
    }

    @Test("are spent before those that lapse later, and before those that were paid for")
    func order() async throws {
        try await withStore { bench, _ in
            _ = try await bench.post(.of(.purchase, 100))
            let late = try await give(30, hours: 2, bench)
            let soon = try await give(20, hours: 1, bench)
            _ = try await bench.post(.of(.usage, -25))
            try await overdue(soon, bench)
            _ = try await bench.post(.of(.usage, -1))  // the first was used up: nothing lapses
            #expect(try await bench.lines(of: bench.store).map(\.type).filter { $0 == "expiry" } == [])
            try await overdue(late, bench)
            _ = try await bench.post(.of(.usage, -1))
            // 26 of 50 were spent before, so 24 lapse.
            #expect(try await bench.lines(of: bench.store).map(\.amount) == [100, 30, 20, -25, -1, -24, -1])
            #expect(try await bench.balance() == 99)
        }
    }

    @Test("are not charged with what was spent before they came, and pay debts first")
    func later() async throws {
        try await withStore { bench, _ in
            let purchase = CreditEntry.of(.purchase, 40)
            _ = try await bench.post(purchase, .of(.usage, -40), .of(.reversal, -40, reverses: purchase.id))
            let grant = try await give(100, hours: 1, bench)
            #expect(try await bench.balance() == 60)
            try await overdue(grant, bench)
            #expect(try await bench.post(.of(.usage, -1)).map(\.word) == ["insufficient"])
            #expect(try await bench.balance() == 0)
        }
    }

    @Test("that are set aside lapse when the hold ends without being captured")
    func underHold() async throws {
        try await withStore { bench, ledger in
            let grant = try await give(100, hours: 1, bench)
            let use = Deduction(serviceKey: "email.send", quantity: 6)
            let kept = try await ledger.hold(use, in: bench.store, for: 60, by: nil, as: UUID())
            let dropped = try await ledger.hold(
                Deduction(serviceKey: "email.send", quantity: 3), in: bench.store, for: 60, by: nil, as: UUID())
            try await overdue(grant, bench)
            #expect(try await ledger.balance(of: bench.store, owner: nil).available == .zero)
            #expect(try await bench.lines(of: bench.store).map(\.amount) == [100, -10])
            _ = try await ledger.capture(kept.id, of: bench.store, quantity: 4, by: nil)
            _ = try await ledger.release(dropped.id, of: bench.store, by: nil)
            #expect(try await ledger.balance(of: bench.store, owner: nil).balance == .zero)
            let lapsed = try await bench.lines(of: bench.store).filter { $0.type == "expiry" }.map(\.amount)
            #expect(lapsed.reduce(0, +) == -60)
        }
    }

    @Test("are swept where nobody looks, so that stores' own databases hear of it")
    func swept() async throws {
        try await withStore { bench, ledger in
            let grant = try await give(7, hours: 1, bench)
            #expect(try await ledger.expireDue(limit: 10) == 0)
            try await overdue(grant, bench)
            #expect(try await ledger.expireDue(limit: 10) == 1)
            #expect(try await ledger.expireDue(limit: 10) == 0)
            #expect(try await bench.balance() == 0)
        }
    }
}
