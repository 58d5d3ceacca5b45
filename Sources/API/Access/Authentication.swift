package import Accounts
import HTTPTypes
package import Hummingbird

/// Lets nobody pass who did not prove who they are with an access token.
///
/// Runs before anything else of the request is judged. Throws what the authenticator throws: `token_missing`,
/// `token_invalid`, `token_expired`, `session_revoked`, `wrong_audience`.
package struct Authentication: RouterMiddleware {
    /// Turns a token into the person behind it.
    let authenticate: @Sendable (_ token: String?) async throws -> Principal

    /// Passes the request on with its ``AppRequestContext/principal``, or throws.
    package func handle(
        _ request: Request, context: AppRequestContext,
        next: @concurrent (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.principal = try await check(request)
        return try await next(request, context)
    }

    /// Who is asking; throws when nobody may any more.
    @discardableResult
    package func check(_ request: Request) async throws -> Principal {
        try await authenticate(Self.token(in: request.headers[.authorization]))
    }

    /// What follows `Bearer`, whose case does not matter (RFC 9110 §11.1); `nil` for none and for any other scheme.
    package static func token(in field: String?) -> String? {
        guard let field, let space = field.firstIndex(of: " "), field[..<space].lowercased() == "bearer" else {
            return nil
        }
        return String(field[space...].drop { $0 == " " })
    }
}
