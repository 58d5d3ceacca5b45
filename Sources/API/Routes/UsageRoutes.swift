import Domain
import Hummingbird
import Usage

/// What a store used: `/api/stores/{id}/usage`.
struct UsageRoutes: Sendable {
    let usage: UsagePort

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self).get(use: show)
    }

    @Sendable func show(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let owner = try context.requireAccount()
        let store = try context.requireStoreID()
        let days = try UsageDays(of: request).range
        return try Answer(Page(try await usage.figures(store, owner, days)))
    }
}
