import Domain
import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Credits

@Suite("Credits that are set aside", .timeLimit(.minutes(5)))
struct HoldTests {
    private let use = Deduction(serviceKey: "email.send", quantity: 10, reference: "batch")  // 0.0010 each

    private func withCredits(_ units: Int64, _ body: (JournalBench, CreditLedger) async throws -> Void) async throws {
        try await withJournal { bench in
            if units > 0 { _ = try await bench.post(.of(.purchase, units)) }
            let ledger = CreditLedger(master: bench.master)
            try await body(bench, ledger)
            let report = try await ledger.verify()
            #expect(report.isClean, "\(report.findings)")
        }
    }

    /// Lets a hold's time be over.
    private func overdue(_ hold: CreditHold, _ bench: JournalBench) async throws {
        try await bench.master.session.execute(
            "update credit_holds set expires_at = now() - interval '1 second' where id = \(hold.id)")
    }

    @Test("stay in the balance, cannot be spent otherwise, and are spent or given back as a whole or in part")
    func captureAndRelease() async throws {
        try await withCredits(250) { bench, ledger in
            let hold = try await ledger.hold(use, in: bench.store, for: 60, by: nil, as: UUID())
            #expect(hold.amount.units == 100 && hold.status == .active)
            let balance = try await ledger.balance(of: bench.store, owner: nil)
            #expect(balance.balance.units == 250 && balance.available.units == 150 && balance.held.units == 100)
            #expect(try await bench.post(.of(.usage, -151)).map(\.word) == ["insufficient"])
            let captured = try await ledger.capture(hold.id, of: bench.store, quantity: 7, by: nil)
            #expect(captured.status == .captured && captured.captured.units == 70)
            let rest = try await ledger.hold(use, in: bench.store, for: 60, by: nil, as: UUID())
            #expect(try await ledger.release(rest.id, of: bench.store, by: nil).status == .released)
            let end = try await ledger.balance(of: bench.store, owner: nil)
            #expect(end.balance.units == 180 && end.available.units == 180 && end.lifetimeSpent.units == 70)
            let lines = try await bench.lines(of: bench.store)
            #expect(lines.map(\.type) == ["purchase", "capture"] && lines.map(\.amount) == [250, -70])
        }
    }

    @Test("are captured once, whatever is asked again and by whom at the same time")
    func once() async throws {
        try await withCredits(100) { bench, ledger in
            let hold = try await ledger.hold(use, in: bench.store, for: 60, by: nil, as: UUID())
            let again = try await ledger.hold(use, in: bench.store, for: 60, by: nil, as: hold.id)
            #expect(again == hold)
            let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        do {
                            let over =
                                number.isMultiple(of: 2)
                                ? try await ledger.capture(hold.id, of: bench.store, quantity: nil, by: nil)
                                : try await ledger.release(hold.id, of: bench.store, by: nil)
                            return over.status.rawValue
                        } catch HoldError.over { return "refused" }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let winners = Set(outcomes).subtracting(["refused"])
            #expect(winners.count == 1 && outcomes.count { $0 == "refused" } == 8, "\(outcomes)")
            #expect(try await bench.balance() == (winners == ["captured"] ? 0 : 100))
        }
    }

    @Test("are free again when their time is over: to the second, and without anybody sweeping")
    func expiry() async throws {
        try await withCredits(100) { bench, ledger in
            let hold = try await ledger.hold(use, in: bench.store, for: 60, by: nil, as: UUID())
            #expect(try await bench.post(.of(.usage, -60)).map(\.word) == ["insufficient"])
            try await overdue(hold, bench)
            await #expect(throws: HoldError.over(.expired)) {
                try await ledger.capture(hold.id, of: bench.store, quantity: 1, by: nil)
            }
            let second = try await ledger.hold(use, in: bench.store, for: 60, by: nil, as: UUID())
            try await overdue(second, bench)
            #expect(try await bench.post(.of(.usage, -60)).map(\.word) == ["applied"])
            #expect(try await ledger.find(second.id, of: bench.store).status == .expired)
            let third = try await ledger.hold(
                Deduction(serviceKey: "email.send", quantity: 4), in: bench.store, for: 60, by: nil, as: UUID())
            try await overdue(third, bench)
            #expect(try await ledger.balance(of: bench.store, owner: nil).available.units == 40)
        }
    }

    @Test("are refused when there is not enough, too much is captured, or the hold is another store's")
    func refusals() async throws {
        try await withCredits(99) { bench, ledger in
            let shortfall = Explanation.Shortfall(
                required: CreditAmount(units: 100), available: CreditAmount(units: 99))
            await #expect(throws: CreditError.insufficient(shortfall)) {
                try await ledger.hold(use, in: bench.store, for: 60, by: nil, as: UUID())
            }
            let small = Deduction(serviceKey: "email.send", quantity: 9)
            let hold = try await ledger.hold(small, in: bench.store, for: 60, by: nil, as: UUID())
            await #expect(throws: CreditError.keyReused) {
                try await ledger.hold(
                    Deduction(serviceKey: "email.send", quantity: 1), in: bench.store, for: 60, by: nil, as: hold.id)
            }
            await #expect(throws: HoldError.moreThanHeld) {
                try await ledger.capture(hold.id, of: bench.store, quantity: 10, by: nil)
            }
            await #expect(throws: HoldError.notFound) {
                try await ledger.release(hold.id, of: .make(), by: nil)
            }
            #expect(try await ledger.balance(of: bench.store, owner: nil).held.units == 90)
        }
    }

    @Test("never let more be spent than there was, with holds, captures, releases and deductions at once")
    func storm() async throws {
        try await withCredits(1_000) { bench, ledger in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        do {
                            let hold = try await ledger.hold(use, in: bench.store, for: 60, by: nil, as: UUID())
                            if number.isMultiple(of: 3) {
                                _ = try await ledger.release(hold.id, of: bench.store, by: nil)
                            } else {
                                _ = try await ledger.capture(hold.id, of: bench.store, quantity: 5, by: nil)
                            }
                        } catch CreditError.insufficient {}
                        _ = try await bench.post(.of(.usage, -20))
                    }
                }
                try await group.waitForAll()
            }
            let end = try await ledger.balance(of: bench.store, owner: nil)
            #expect(end.held == .zero && end.balance >= .zero)
        }
    }
}
