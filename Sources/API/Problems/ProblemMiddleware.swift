import Domain
import HTTPTypes
package import Hummingbird
import Logging

/// Answers everything that was thrown further in as a ``Problem``.
///
/// A path without a route is `404`, a path with routes for other methods `405` with `Allow`. Whatever is no `Failure`
/// is `500` and tells the log what it was; the client learns nothing but the request's id.
package struct ProblemMiddleware: RouterMiddleware {
    let routes: RouteTable
    /// What an error means that does not explain itself.
    let translate: @Sendable (any Error) -> (any Failure)?

    /// Passes the request on, and throws nothing.
    package func handle(
        _ request: Request, context: AppRequestContext,
        next: @concurrent (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            let allowed = routes.methods(at: request.uri.path)
            let problem =
                allowed.isEmpty
                ? Problem(answering: error, requestID: context.requestID)
                : Problem.methodNotAllowed(allowed, requestID: context.requestID)
            return try Answer(problem).response(from: request, context: context)
        } catch {
            let error = translate(error) ?? error
            if !Problem.isForeseen(error) {
                context.logger.error("request failed", metadata: ["error": "\(String(reflecting: error))"])
            }
            let problem = Problem(answering: error, requestID: context.requestID)
            return try Answer(problem).response(from: request, context: context)
        }
    }
}
