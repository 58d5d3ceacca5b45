package import Domain
package import Foundation
package import Jobs
import Postgres
package import Tenancy

/// Where credits are bought: a purchase and the job that sees it through are one transaction.
package struct CreditShop: Sendable {
    let master: Database<Master>
    let queue: JobQueue
    let policy: PaymentPolicy

    package init(master: Database<Master>, queue: JobQueue, policy: PaymentPolicy) {
        self.master = master
        self.queue = queue
        self.policy = policy
    }

    /// What can be bought in one go, cheapest first.
    package func packages() async throws -> [CreditPackage] {
        try await PackageQueries.packages(on: master.reading).map(\.creditPackage)
    }

    /// - Throws: ``CreditError/notFound`` unless it is the buyer's own store, or the buyer is an operator.
    package func requireStore(_ store: Store.ID, for buyer: Account.ID) async throws {
        guard try await PurchaseQueries.mayBuy(buyer, for: store, on: master.reading) else {
            throw CreditError.notFound
        }
    }

    /// Promises credits for a payment.
    ///
    /// - Parameters:
    ///   - store: one that ``requireStore(_:for:)`` found to be open to the buyer.
    ///   - id: of the purchase; asked for again with the same one, the answer is the same purchase.
    /// - Throws: ``PaymentError``; ``CreditError/notFound``, ``CreditError/closed``; `InvalidInput` for a package that
    ///   cannot be had.
    package func purchase(
        _ order: PurchaseOrder, for store: Store.ID, by buyer: Account.ID, as id: UUID, requestID: String?
    ) async throws -> Purchase {
        let isOperator = try await PurchaseQueries.isOperator(buyer, on: master.session)
        try policy.require(order.method, operator: isOperator)
        let (purchase, job) = try await master.transaction { master in
            if let earlier = try await PurchaseQueries.purchase(id, of: store, on: master) {
                return (earlier.purchase, PromisedJob?.none)
            }
            let offer = try await offer(for: order.item, on: master)
            guard let standing = try await PurchaseQueries.standing(of: store, on: master) else {
                throw CreditError.notFound
            }
            guard standing.status != "closed" else { throw CreditError.closed }
            let job = try await queue.enqueue(
                JobRequest(
                    PurchaseCredits(purchaseID: id), storeID: store, userID: buyer,
                    uniqueKey: PurchaseCredits.uniqueKey(id), band: 0, requestID: requestID), on: master)
            try await PurchaseQueries.insert(
                id, of: store, by: buyer, offer, method: order.method, job: job.id, after: standing.lastSeq, on: master)
            guard let made = try await PurchaseQueries.purchase(id, of: store, on: master) else {
                throw CreditError.notFound
            }
            return (made.purchase, job)
        }
        if let job { await queue.publish([job]) }
        return purchase
    }

    /// One purchase.
    ///
    /// - Throws: ``PaymentError/notFound`` unless it is for a store of theirs, or they are an operator.
    package func purchase(_ id: UUID, for account: Account.ID) async throws -> Purchase {
        guard let row = try await PurchaseQueries.purchase(id, for: account, on: master.reading) else {
            throw PaymentError.notFound
        }
        return row.purchase
    }

    /// What is bought, for how much.
    struct Offer {
        let package: String?
        let amount: CreditAmount
        let price: Money
        let description: String
    }

    private func offer(for item: PurchaseOrder.Item, on master: Session<Master>) async throws -> Offer {
        switch item {
        case .package(let id):
            guard let row = try await PackageQueries.find(id, on: master) else {
                throw InvalidInput(
                    "packageId", "No such package can be had. GET /api/credits/packages lists those that can.")
            }
            return Offer(
                package: id, amount: row.creditPackage.credits, price: row.creditPackage.price,
                description: row.creditPackage.name)
        case .amount(let amount):
            guard let rate = try await PackageQueries.rate(on: master) else {
                throw InvalidInput("amount", "Credits are sold in packages only.")
            }
            do {
                return Offer(
                    package: nil, amount: amount, price: try rate.price(of: amount), description: "\(amount) credits")
            } catch { throw InvalidInput("amount", error.message) }
        }
    }
}
