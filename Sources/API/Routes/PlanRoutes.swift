import Domain
import Hummingbird
import Usage

/// What stores may use: `/api/plans`, `/api/stores/{id}/subscription`, and the operators' way to it.
struct PlanRoutes: Sendable {
    let plans: PlanPort
    let configuration: APIConfiguration

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .get("plans", use: list)
            .get("stores/:id/subscription", use: show)
            .put("admin/stores/:id/subscription", use: put)
            .delete("admin/stores/:id/subscription", use: end)
    }

    @Sendable func list(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try Answer(Page(try await plans.all()))
    }

    @Sendable func show(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try Answer(try await plans.subscription(context.requireStoreID(), context.requireAccount()))
    }

    @Sendable func put(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let caller = try configuration.caller(of: request, in: context)
        let store = try context.requireStoreID()
        let wanted = try await RequestContent(of: request).decode(as: SubscriptionRequest.self)
        return try Answer(try await plans.put(wanted.subscription, store, caller))
    }

    @Sendable func end(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let caller = try configuration.caller(of: request, in: context)
        try await plans.end(context.requireStoreID(), caller)
        return Answer(status: .noContent)
    }
}
