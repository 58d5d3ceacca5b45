package import Hummingbird

/// Refuses a request that names more than one host: nobody could say which one is meant (RFC 9112 §3.2).
package struct OneHostMiddleware: RouterMiddleware {
    /// Passes the request on, or throws ``RequestError/ambiguousHost``.
    package func handle(
        _ request: Request, context: AppRequestContext,
        next: @concurrent (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        _ = try request.requireOneHost()
        return try await next(request, context)
    }
}
