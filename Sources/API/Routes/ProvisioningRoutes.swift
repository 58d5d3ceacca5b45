import Domain
import Hummingbird
import Jobs
import Stores

/// How a store gets its database: `/api/stores/{id}/connect-database` and `/api/stores/{id}/provisioning`.
struct ProvisioningRoutes: Sendable {
    let stores: StorePort
    let provisioning: ProvisioningPort
    let jobs: JobPort
    let idempotency: Idempotency
    let authentication: Authentication
    let configuration: APIConfiguration

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .post("connect-database", use: connect)
            .get("provisioning", use: report)
            .get("provisioning/events", use: events)
            .post("provisioning/retry", use: retry)
            .post("provisioning/cancel", use: cancel)
    }

    @Sendable func connect(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let owner = try context.requireAccount()
        let store = try await stores.find(context.requireStoreID(), owner)
        let content = try await RequestContent(of: request)
        let wanted = try content.decode(as: ConnectRequest.self)
        let target = try wanted.requireTarget(passwordIsOptional: configuration.passwordIsOptional)
        return try await idempotency.once(request, content, by: owner, in: context) { _ in
            let job = try await provisioning.connect(
                store.id, owner, target, wanted.confirmNonEmpty ?? false, context.requestID)
            return try await accepted(job, store: store.id, owner: owner)
        }
    }

    @Sendable func retry(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let owner = try context.requireAccount()
        let store = try await stores.find(context.requireStoreID(), owner)
        let content = try await RequestContent(of: request)
        let wanted = try content.decode(as: ConnectRequest.self)
        let target = try wanted.target(passwordIsOptional: configuration.passwordIsOptional)
        return try await idempotency.once(request, content, by: owner, in: context) { _ in
            let job = try await provisioning.retry(
                store.id, owner, target, wanted.confirmNonEmpty, context.requestID)
            return try await accepted(job, store: store.id, owner: owner)
        }
    }

    @Sendable func cancel(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let owner = try context.requireAccount()
        let store = try context.requireStoreID()
        let job = try await provisioning.report(store, owner).job.id
        _ = try await jobs.cancel(job, owner)
        return try await accepted(job, store: store, owner: owner)
    }

    @Sendable func report(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try await feed(context).answer(to: request)
    }

    @Sendable func events(_ request: Request, context: AppRequestContext) async throws -> Response {
        try await feed(context).stream(to: request) { try await authentication.check(request, for: .agency) }
    }

    private func feed(_ context: AppRequestContext) throws -> ProgressFeed<ProvisioningReport> {
        let owner = try context.requireAccount()
        let id = try context.requireStoreID()
        return ProgressFeed(changes: jobs.changes) { [provisioning] in try await provisioning.report(id, owner) }
    }

    private func accepted(_ job: Job.ID, store: Store.ID, owner: Account.ID) async throws -> Answer {
        try JobAccepted.answer(try await jobs.find(job, owner), for: try await stores.find(store, owner))
    }
}
