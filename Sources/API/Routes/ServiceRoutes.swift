import HTTPTypes
import Hummingbird
import NIOCore

/// What operators and their machines ask: `/healthz`, `/readyz`, `/metrics`.
struct ServiceRoutes: Sendable {
    let readiness: Readiness
    let metrics: MetricsPort

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .get("healthz", use: health)
            .get("readyz", use: ready)
            .get("metrics", use: numbers)
    }

    /// Touches nothing: whoever gets this answer knows that the process serves requests.
    @Sendable func health(_ request: Request, context: AppRequestContext) throws -> Answer {
        try Answer(["status": "ok"])
    }

    @Sendable func ready(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let report = await readiness.report()
        guard report.status == .unavailable else { return try Answer(report) }
        let unready = UnreadyProblem(report: report, requestID: context.requestID)
        return try Answer(unready, status: unready.problem.status, headers: unready.problem.headers)
    }

    @Sendable func numbers(_ request: Request, context: AppRequestContext) -> Answer {
        Answer(
            status: .ok, headers: [.contentType: metrics.contentType, .cacheControl: "no-store"],
            body: ByteBuffer(string: metrics.page()))
    }
}
