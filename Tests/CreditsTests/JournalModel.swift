import Domain

@testable import Credits

/// What the journal is meant to do, without a database: one store, no holds, one entry after the other.
struct JournalModel {
    private(set) var lines: [JournalBench.Line] = []
    private(set) var balance: Int64 = 0
    private var seen: [String: [UInt8]] = [:]

    mutating func post(_ entry: CreditEntry) -> String {
        let amount = entry.amount.units
        if let fingerprint = seen[entry.key] { return fingerprint == entry.fingerprint ? "replayed" : "key_reused" }
        if amount > 0, balance > .max - amount { return "too_large" }
        if amount < 0, balance < -amount { return "insufficient" }
        balance += amount
        seen[entry.key] = entry.fingerprint
        lines.append(
            JournalBench.Line(
                seq: Int64(lines.count + 1), type: entry.kind.rawValue, amount: amount, balanceAfter: balance))
        return "applied"
    }
}
