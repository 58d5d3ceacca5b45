package import Credits
package import Logging
import ServiceLifecycle

/// What credits need without anybody asking: news for stores' databases, the end of what has a time limit, and a look at
/// payments of which nothing was heard.
///
/// Every worker runs one. Nothing is exact to its clock: whoever reads or spends looks at the time limits too. What fails is
/// logged and done the next time.
package struct CreditUpkeep: Service {
    /// Stores looked after in one go.
    static let batch = 200

    let ledger: CreditLedger
    let syncs: CreditSyncQueue
    let payments: PaymentNews
    let interval: Duration
    let logger: Logger

    /// - Parameter interval: from one time to the next.
    package init(
        ledger: CreditLedger, syncs: CreditSyncQueue, payments: PaymentNews, interval: Duration = .seconds(2),
        logger: Logger
    ) {
        self.ledger = ledger
        self.syncs = syncs
        self.payments = payments
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
            while try await ledger.expireDue(limit: Self.batch) == Self.batch {}
            while try await syncs.promiseDue(limit: Self.batch) == Self.batch {}
            while try await payments.lookAfterWaiting(limit: Self.batch) == Self.batch {}
        } catch {
            guard !Task.isCancelled else { return }
            logger.notice("credits not looked after", metadata: ["error": "\(error)"])
        }
    }
}
