import Domain
import Tenancy

extension CreditSync {
    /// Stores' databases that are asked at the same time.
    private static let parallel = 8

    /// Asks every open store's own database what it says, and holds that beside the journal. Changes nothing.
    ///
    /// A copy that is behind is right as long as it says what the journal said at its number. One that cannot be reached is
    /// counted, and is no finding.
    package func verify() async throws -> CacheReport {
        var stores = try await SyncQueries.openStores(on: master.session)[...]
        var report = CacheReport()
        try await withThrowingTaskGroup(of: Verdict.self) { group in
            for _ in 0..<Self.parallel { if let next = stores.popFirst() { group.addTask { try await look(next) } } }
            while let verdict = try await group.next() {
                report.add(verdict)
                if let next = stores.popFirst() { group.addTask { try await look(next) } }
            }
        }
        return report
    }

    private func look(_ store: Store.ID) async throws -> Verdict {
        let copy: CachedCredits?
        do { copy = try await cached(of: store) } catch is TenantUnavailable { return .unreachable }
        guard let copy else { return .wrong(finding(store, nil, found: "nothing", expected: "a balance")) }
        let booked = try await SyncQueries.balance(of: store, after: copy.seq, on: master.session)
        guard let booked else {
            return .wrong(finding(store, copy.seq, found: "\(copy.balance)", expected: "a line of the journal"))
        }
        let expected = CreditAmount(units: booked)
        return copy.balance == expected
            ? .right : .wrong(finding(store, copy.seq, found: "\(copy.balance)", expected: "\(expected)"))
    }

    private func finding(_ store: Store.ID, _ seq: Int64?, found: String, expected: String) -> LedgerFinding {
        LedgerFinding(
            invariant: .cache, storeID: store.description, seq: seq, found: found, expected: expected)
    }

    /// What one store's database said.
    enum Verdict: Sendable {
        case right, unreachable
        case wrong(LedgerFinding)
    }
}

/// What a look at the stores' own databases brought.
package struct CacheReport: Sendable {
    /// Databases that answered.
    package private(set) var checked: Int64 = 0
    /// Databases that did not.
    package private(set) var unreachable: Int64 = 0
    package private(set) var findings: [LedgerFinding] = []

    mutating func add(_ verdict: CreditSync.Verdict) {
        switch verdict {
        case .unreachable: unreachable += 1
        case .right: checked += 1
        case .wrong(let finding):
            checked += 1
            if findings.count < LedgerReport.findingLimit { findings.append(finding) }
        }
    }
}
