package import Credits
package import Logging
import Metrics
import ServiceLifecycle

/// Recomputes the books once a night: balances from journals, and what the stores' own databases say beside them.
///
/// Every worker runs one; the database gives each night to one of them. Findings are logged as errors, counted by
/// `tenantry_ledger_findings`, and kept for `tenantry credits audits`.
package struct NightlyAudit: Service {
    let audits: LedgerAudits
    let ledger: CreditLedger
    let sync: CreditSync
    let interval: Duration
    let logger: Logger

    /// - Parameter interval: from one look at the clock to the next.
    package init(
        audits: LedgerAudits, ledger: CreditLedger, sync: CreditSync, interval: Duration = .seconds(600), logger: Logger
    ) {
        self.audits = audits
        self.ledger = ledger
        self.sync = sync
        self.interval = interval
        self.logger = logger
    }

    package func run() async {
        await cancelWhenGracefulShutdown {
            repeat { await look() } while (try? await Task.sleep(for: interval)) != nil
        }
    }

    private func look() async {
        do {
            guard let day = try await audits.begin() else { return }
            let report = try await ledger.verify().adding(try await sync.verify())
            try await audits.finish(day, report)
            tell(report)
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning("the books could not be looked at", metadata: ["error": "\(error)"])
        }
    }

    private func tell(_ report: LedgerReport) {
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
