/// What has to be true of the books at every moment, whoever died when. The raw values are names for programs.
package enum LedgerInvariant: String, Sendable, Codable, CaseIterable {
    /// Every store has a balance.
    case account
    /// The balance is the sum of the journal.
    case balance
    /// Lines are numbered from 1 without gaps, and the balance knows the newest.
    case sequence
    /// Each line carries the balance of the line before it, moved by its own amount.
    case carry
    /// Nothing was spent that was not there: what is below nothing is a known debt.
    case overdraft
    /// No transaction was taken back more than once.
    case reversal
    /// What was ever bought and spent is what the journal says.
    case totals
    /// What is set aside is the sum of the active holds.
    case holds
    /// A captured hold has its one line, of its amount; any other has none.
    case capture
    /// A completed purchase has its one line, of its amount, and its bill is settled; a line of a purchase has its purchase.
    case purchase
    /// What is left of grants that lapse is not more than there is.
    case grants
    /// What was paid is credited within five minutes.
    case paid
    /// A store's own database says what the journal said at the line that it names.
    case cache
}

/// One place where the books are wrong.
package struct LedgerFinding: Sendable, Codable, Equatable {
    package let invariant: LedgerInvariant
    /// Whose books, canonical.
    package let storeID: String
    /// The line, if it is one; else `nil`.
    package let seq: Int64?
    /// What stands there: a sum of credits, or a number of lines.
    package let found: String
    /// What should stand there.
    package let expected: String
}

/// What a look at the books brought.
package struct LedgerReport: Sendable, Codable {
    /// Findings that one look tells at most.
    package static let findingLimit = 1_000

    /// Stores that were looked at.
    package let stores: Int64
    /// Lines of their journals.
    package let lines: Int64
    /// Stores' own databases that were looked at too; `nil` when none was to be.
    package private(set) var caches: Int64?
    /// Those of them that did not answer.
    package private(set) var unreachable: Int64?
    /// By store; the first ``findingLimit`` of them.
    package private(set) var findings: [LedgerFinding]

    /// Nothing is wrong.
    package var isClean: Bool { findings.isEmpty }

    /// The same report with what the stores' own databases said.
    package func adding(_ caches: CacheReport) -> LedgerReport {
        var report = self
        report.caches = caches.checked
        report.unreachable = caches.unreachable
        report.findings = Array((findings + caches.findings).prefix(Self.findingLimit))
        return report
    }
}
