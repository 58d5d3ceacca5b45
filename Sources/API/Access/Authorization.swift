import Accounts
import Domain
package import Hummingbird

/// Lets a request pass to its route if ``AccessTable`` says that its caller may call it.
///
/// Runs before anything else of the request is judged. What it throws is the authenticator's: `token_missing`,
/// `token_invalid`, `token_expired`, `session_revoked`, `wrong_audience`, `auth_unavailable`; `not_found` where only
/// operators may know that there is something.
package struct Authorization: RouterMiddleware {
    let authentication: Authentication

    /// Passes the request on with its ``AppRequestContext/principal``, or throws.
    package func handle(
        _ request: Request, context: AppRequestContext,
        next: @concurrent (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let path = context.endpointPath, path != "NotFound" else { return try await next(request, context) }
        guard let access = AccessTable.access(request.method, path) else { throw HTTPError(.notFound) }
        guard access != .anyone else { return try await next(request, context) }
        context.principal = try await authentication.check(request, for: access)
        return try await next(request, context)
    }
}
