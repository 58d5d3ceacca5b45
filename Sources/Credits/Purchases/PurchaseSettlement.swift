import Domain
package import Foundation
package import Jobs
package import Tenancy

/// Sees purchases through: asks how they are paid, and books what follows, each once however often and in whatever order it
/// is tried.
package struct PurchaseSettlement: Sendable {
    let master: Database<Master>
    let gateway: PaymentGateway?

    /// - Parameter gateway: `nil` where nothing but `manual` can be paid.
    package init(master: Database<Master>, gateway: PaymentGateway?) {
        self.master = master
        self.gateway = gateway
    }

    /// How a purchase is paid at this moment; makes the page to pay it on when there is none yet.
    ///
    /// - Throws: ``PaymentError``: `notFound`, `unpaid`, `checkoutExpired`, `refused`, `providerUnavailable`.
    package func look(_ id: UUID) async throws -> PurchaseLook {
        guard let row = try await PurchaseQueries.purchase(id, on: master.session) else { throw PaymentError.notFound }
        let purchase = row.purchase
        guard purchase.method == .stripe else {
            return PurchaseLook(purchase: purchase, standing: PaymentStanding(.paid(purchase.price)), news: 0)
        }
        guard let gateway else { throw PaymentError.stripeNotConfigured }
        let news = try await PaymentQueries.news(of: id, on: master.session)
        let standing = try await gateway.look(try await page(of: purchase, at: gateway))
        switch standing.state {
        case .paid(let sum):
            guard sum == purchase.price else { throw PaymentError.refused(code: "amount_mismatch") }
            return PurchaseLook(purchase: purchase, standing: standing, news: news)
        case .open, .processing:
            try await PaymentQueries.markSeen(news, of: id, on: master.session)
            throw PaymentError.unpaid
        case .expired: throw PaymentError.checkoutExpired
        }
    }

    private func page(of purchase: Purchase, at gateway: PaymentGateway) async throws -> String {
        if let known = try await PaymentQueries.checkout(of: purchase.id, on: master.session) { return known }
        let page = try await gateway.open(purchase)
        try await PaymentQueries.save(page, of: purchase.id, on: master.session)
        return page.id
    }

    /// Books a payment in the caller's transaction: the credits once, what was given back up to its sum, and the freezing
    /// of a store whose payment is disputed.
    ///
    /// The purchase's row is locked first, the balance's after it: everything that touches both does so in this order.
    /// A purchase that failed before its money came is credited too.
    ///
    /// - Parameter job: that does it; the journal takes one line of each.
    /// - Throws: ``CreditError`` when the journal refuses it: `closed`, `tooLarge`; ``PaymentError/newsCame`` when something
    ///   was told of the payment since the look, which has to be repeated.
    package static func book(_ look: PurchaseLook, by job: Job.ID, on master: Session<Master>) async throws {
        let id = look.purchase.id
        guard let found = try await SettlementQueries.lock(id, on: master) else { throw PaymentError.notFound }
        if found.state != .completed {
            try await post(.credit(look.purchase, by: job, for: found.userId), to: found.storeId, on: master)
            try await SettlementQueries.complete(id, on: master)
        }
        guard look.purchase.method == .stripe else { return }
        guard found.news == look.news else { throw PaymentError.newsCame }
        try await PaymentQueries.record(look.standing, of: id, on: master)
        let due = look.purchase.credits(returned: look.standing.returnedMinor)
        let missing = due.units - (try await PaymentQueries.takenBack(of: id, on: master))
        if missing > 0 {
            try await post(.takingBack(missing, upTo: due, of: look.purchase), to: found.storeId, on: master)
        }
        try await PaymentQueries.freeze(found.storeId, on: master)
    }

    /// Failures after which no money can come, or none is wanted. After any other, a purchase that there is a page to pay on stays pending: its
    /// money may come all the same.
    private static let finalCodes: Set<String> = [
        PaymentError.checkoutExpired.explanation.code, PaymentError.refused(code: "").explanation.code,
        CreditError.closed.explanation.code, JobFailure.canceled.code,
    ]

    private static func post(_ entry: CreditEntry, to store: Store.ID, on master: Session<Master>) async throws {
        _ = try await CreditJournal.post([entry], to: store, on: master)[0].line(orRefusalOf: entry.amount)
    }

    /// Writes down, in the transaction that ends the job, that nothing will come of a purchase; one that was credited stays
    /// as it is. One that waits for its money goes on waiting, or is looked at again when news came meanwhile.
    ///
    /// - Parameter code: why, for programs: up to 80 characters.
    package static func settle(_ id: UUID, code: String, on master: Session<Master>) async throws {
        guard code == PaymentError.unpaid.explanation.code else {
            return try await SettlementQueries.fail(id, code: code, isFinal: finalCodes.contains(code), on: master)
        }
        guard let found = try await SettlementQueries.lock(id, on: master), found.news > found.seen,
            let job = found.jobId
        else { return }
        _ = try await EnqueueQueries.reopen(job, on: master)
    }
}

/// A purchase, and what the provider said of its payment.
package struct PurchaseLook: Sendable {
    package let purchase: Purchase
    let standing: PaymentStanding
    /// What had been told of it when the provider was asked.
    let news: Int64
}
