import HTTPTypes
package import Hummingbird
import Logging

/// One line for every request: what was asked for by its template, how it went, how long it took.
///
/// Never a query, a body, a path as it was sent or a token. For a stream of events the time is that to its first byte.
package struct RequestLog: RouterMiddleware {
    /// Passes the request on, and logs how it went.
    package func handle(
        _ request: Request, context: AppRequestContext,
        next: @concurrent (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let route = context.endpointPath.map { $0 == "NotFound" ? "-" : $0 } ?? "-"
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(route)", "status": "\(response.status.code)",
                "durationMs": "\((milliseconds * 10).rounded() / 10)",
            ])
        return response
    }
}
