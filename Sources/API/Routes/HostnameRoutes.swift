import Accounts
import Domain
import Hummingbird
import Stores
import Requests

/// The names a store answers to: `/api/stores/{id}/hostnames`.
struct HostnameRoutes: Sendable {
    let stores: StorePort
    let hostnames: HostnamePort
    let idempotency: Idempotency
    let configuration: APIConfiguration

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .get(use: list)
            .post(use: add)
            .delete(":hostname", use: remove)
            .post(":hostname/primary", use: makePrimary)
    }

    @Sendable func list(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try Answer(Page(try await hostnames.list(context.requireStoreID(), context.requireAccount())))
    }

    @Sendable func add(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let store = try await stores.find(context.requireStoreID(), context.requireAccount())
        let content = try await RequestContent(of: request)
        let wanted = try content.decode(as: NewHostname.self)
        let caller = try configuration.caller(of: request, in: context)
        return try await idempotency.once(request, content, by: store.ownerID, in: context) { _ in
            try Answer(try await hostnames.add(wanted.text, store.id, caller), status: .created)
        }
    }

    @Sendable func remove(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let caller = try configuration.caller(of: request, in: context)
        try await hostnames.remove(named(context), context.requireStoreID(), caller)
        return Answer(status: .noContent)
    }

    @Sendable func makePrimary(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let caller = try configuration.caller(of: request, in: context)
        let id = try context.requireStoreID()
        try await hostnames.makePrimary(named(context), id, caller)
        return try Answer(try await stores.find(id, caller.account))
    }

    private func named(_ context: AppRequestContext) -> String { context.parameters.get("hostname") ?? "" }
}

/// What somebody sends to add a name.
struct NewHostname: RequestFields {
    let text: String

    init(from fields: inout FieldReader) throws {
        let text = fields.text("hostname")
        guard let text, fields.isSound else { throw fields.failure }
        self.text = text
    }
}
