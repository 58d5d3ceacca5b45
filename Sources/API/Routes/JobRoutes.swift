import Domain
import HTTPTypes
import Hummingbird
import Jobs

/// `/api/jobs/{id}`: what became of a promise, and taking it back.
struct JobRoutes: Sendable {
    let jobs: JobPort
    let authentication: Authentication

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .get(":id", use: report)
            .get(":id/events", use: events)
            .post(":id/cancel", use: cancel)
    }

    @Sendable func report(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try await feed(context).answer(to: request)
    }

    @Sendable func events(_ request: Request, context: AppRequestContext) async throws -> Response {
        try await feed(context).stream(to: request) { try await authentication.check(request, for: .agency) }
    }

    /// `202`: it is over, or will be as soon as its handler has stopped.
    @Sendable func cancel(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let job = try await jobs.cancel(context.requireJobID(), context.requireAccount())
        return try Answer(JobReport(job), status: .accepted, headers: [.location: "/api/jobs/\(job.id)"])
    }

    private func feed(_ context: AppRequestContext) throws -> ProgressFeed<JobReport> {
        let owner = try context.requireAccount()
        let id = try context.requireJobID()
        return ProgressFeed(changes: jobs.changes) { [jobs] in JobReport(try await jobs.find(id, owner)) }
    }
}

extension AppRequestContext {
    /// The id in the path.
    ///
    /// - Throws: ``RequestError/noSuchJob`` for text that can name none.
    func requireJobID() throws(RequestError) -> Job.ID {
        guard let id = parameters.get("id").flatMap({ Job.ID($0) }) else { throw .noSuchJob }
        return id
    }
}
