import Hummingbird

/// `/api/store`: a store as the world meets it, by the host of the request.
struct StorefrontRoutes: Sendable {
    let storefront: StorefrontPort

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self).get("api/store", use: show)
    }

    @Sendable func show(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try Answer(try await storefront.record(request.requireOneHost()))
    }
}
