import Credits
import Domain
import Foundation
import Hummingbird
import Jobs

/// How credits are bought: `/api/credits/packages`, `/api/credits/purchase` and `/api/credits/purchases/{id}`.
struct PurchaseRoutes: Sendable {
    let purchases: PurchasePort
    let jobs: JobPort
    let idempotency: Idempotency

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .get("packages", use: packages)
            .post("purchase", use: purchase)
            .get("purchases/:id", use: find)
    }

    @Sendable func packages(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try Answer(Page(try await purchases.packages()))
    }

    /// Whose store it is gets decided before the body is judged.
    @Sendable func purchase(_ request: Request, context: AppRequestContext) async throws -> Answer {
        var query = QueryReader(request)
        let named = query.creditStore()
        try query.check()
        let buyer = try context.requireAccount()
        guard let store = named else { throw RequestError.storeRequired }
        try await purchases.requireStore(store, buyer)
        let content = try await RequestContent(of: request)
        let wanted = try content.decode(as: PurchaseRequest.self)
        return try await idempotency.onlyOnce(
            request, content, by: buyer.description, in: context
        ) { effect in
            let purchase = try await purchases.purchase(wanted.order, store, buyer, effect, context.requestID)
            return try await accepted(purchase, buyer: buyer)
        }
    }

    @Sendable func find(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let account = try context.requireAccount()
        guard let id = context.parameters.get("id").flatMap({ UUID(canonical: $0) }) else {
            throw PaymentError.notFound
        }
        return try Answer(try await purchases.find(id, account))
    }

    private func accepted(_ purchase: Purchase, buyer: Account.ID) async throws -> Answer {
        guard let id = purchase.jobID else { throw PaymentError.notFound }
        return try PurchaseAccepted.answer(purchase, job: try await jobs.find(id, buyer))
    }
}
