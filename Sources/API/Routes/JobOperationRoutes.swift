import Domain
import Hummingbird
import Jobs
import Requests

/// `/api/admin/jobs`, `/api/admin/queues` and `/api/admin/schedules`: everybody's jobs, for operators.
struct JobOperationRoutes: Sendable {
    let operations: JobOperationsPort
    let configuration: APIConfiguration

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .get("jobs", use: list)
            .post("jobs/:id/retry", use: retry)
            .post("jobs/:id/cancel", use: cancel)
            .get("queues", use: queues)
            .post("queues/:name/pause", use: pause)
            .post("queues/:name/resume", use: resume)
            .get("schedules", use: schedules)
            .post("schedules/:name/pause", use: pauseSchedule)
            .post("schedules/:name/resume", use: resumeSchedule)
    }

    @Sendable func list(_ request: Request, context: AppRequestContext) async throws -> Answer {
        var query = QueryReader(request)
        let statuses = JobStatus.allCases.map(\.rawValue).joined(separator: ", ")
        let filter = JobFilter(
            status: query.value("status", "It is one of \(statuses).") { JobStatus(rawValue: $0) },
            kind: query.text("kind"), queue: query.text("queue"),
            store: query.value("storeId", "This is the id of a store.") { Store.ID($0) })
        let limit = query.number("limit", in: JobOperations.limits)
        let cursor = query.value("cursor", "This is no cursor of this list.") { Job.ID($0) }
        try query.check()
        let page = try await operations.list(filter, cursor, limit ?? 50)
        return try Answer(Page(page.jobs, nextCursor: page.next?.description))
    }

    @Sendable func retry(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let caller = try configuration.caller(of: request, in: context)
        return try Answer(try await operations.retry(context.requireJobID(), caller), status: .accepted)
    }

    @Sendable func cancel(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let caller = try configuration.caller(of: request, in: context)
        return try Answer(try await operations.cancel(context.requireJobID(), caller), status: .accepted)
    }

    @Sendable func queues(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try Answer(Page(try await operations.queues()))
    }

    @Sendable func pause(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let caller = try configuration.caller(of: request, in: context)
        var queue = try await requireQueue(context)
        try await operations.pause(queue.name, caller)
        queue.isPaused = true
        return try Answer(queue)
    }

    @Sendable func resume(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let caller = try configuration.caller(of: request, in: context)
        var queue = try await requireQueue(context)
        try await operations.resume(queue.name, caller)
        queue.isPaused = false
        return try Answer(queue)
    }

    @Sendable func schedules(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try Answer(Page(try await operations.schedules()))
    }

    @Sendable func pauseSchedule(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try await change(request, context, by: operations.pauseSchedule)
    }

    @Sendable func resumeSchedule(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try await change(request, context, by: operations.resumeSchedule)
    }

    /// Answers with the schedule as it stands afterwards.
    private func change(
        _ request: Request, _ context: AppRequestContext, by act: (String, Caller) async throws -> Void
    ) async throws -> Answer {
        let caller = try configuration.caller(of: request, in: context)
        let name = context.parameters.get("name") ?? ""
        try await act(name, caller)
        guard let schedule = try await operations.schedules().first(where: { $0.name == name }) else {
            throw ScheduleNotFound()
        }
        return try Answer(schedule)
    }

    private func requireQueue(_ context: AppRequestContext) async throws -> QueueStanding {
        let name = context.parameters.get("name")
        guard let queue = try await operations.queues().first(where: { $0.name == name }) else {
            throw RequestError.noSuchQueue
        }
        return queue
    }
}
