import Domain
import Hummingbird
import Jobs

/// `/api/jobs/{id}`: what became of a promise.
struct JobRoutes: Sendable {
    let jobs: JobPort
    let authentication: Authentication

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .get(":id", use: report)
            .get(":id/events", use: events)
    }

    @Sendable func report(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try await feed(context).answer(to: request)
    }

    @Sendable func events(_ request: Request, context: AppRequestContext) async throws -> Response {
        try await feed(context).stream(to: request) { try await authentication.check(request, for: .agency) }
    }

    private func feed(_ context: AppRequestContext) throws -> ProgressFeed<JobReport> {
        let owner = try context.requireAccount()
        guard let id = context.parameters.get("id").flatMap({ Job.ID($0) }) else { throw RequestError.noSuchJob }
        return ProgressFeed(changes: jobs.changes) { [jobs] in JobReport(try await jobs.find(id, owner)) }
    }
}
