package import Credits
import Domain
package import Jobs
import Logging
import Metrics
import Tenancy

/// Recomputes the books: balances from journals, and what the stores' own databases say beside them.
///
/// Delivered at least once; what was found is written with the job's own completion. A day that has been looked at is not
/// looked at again. Findings are logged as errors, counted by `tenantry_ledger_findings`, and kept for `tenantry credits
/// audits`; they are no failure of the job's.
package struct VerifyLedgersHandler: JobHandler {
    let audits: LedgerAudits
    let ledger: CreditLedger
    let sync: CreditSync

    package init(audits: LedgerAudits, ledger: CreditLedger, sync: CreditSync) {
        self.audits = audits
        self.ledger = ledger
        self.sync = sync
    }

    package func run(_ job: VerifyLedgers, in context: JobContext) async throws -> JobOutcome {
        guard let day = try await audits.begin(for: context.jobID) else { return .done }
        let report = try await ledger.verify().adding(try await sync.verify())
        tell(report, context.logger)
        return .done { master in try await LedgerAudits.finish(day, report, on: master) }
    }

    private func tell(_ report: LedgerReport, _ logger: Logger) {
        for invariant in LedgerInvariant.allCases {
            let count = report.findings.count { $0.invariant == invariant }
            Gauge(label: "tenantry_ledger_findings", dimensions: [("invariant", invariant.rawValue)]).record(count)
        }
        for finding in report.findings {
            logger.error(
                "the books are wrong",
                metadata: [
                    "invariant": "\(finding.invariant.rawValue)", "store": "\(finding.storeID)",
                    "seq": "\(finding.seq.map(String.init) ?? "-")", "found": "\(finding.found)",
                    "expected": "\(finding.expected)",
                ])
        }
        logger.info(
            "the books were looked at",
            metadata: ["stores": "\(report.stores)", "lines": "\(report.lines)", "wrong": "\(report.findings.count)"])
    }
}
