import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Stores

/// `/api/stores`: the caller's own.
struct StoreRoutes: Sendable {
    let stores: StorePort
    let idempotency: Idempotency
    let configuration: APIConfiguration

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .post("create", use: create)
            .get(use: list)
            .get("slug-availability", use: slugAvailability)
            .get(":id", use: show)
            .patch(":id", use: rename)
            .post(":id/suspend", use: suspend)
            .post(":id/resume", use: resume)
    }

    @Sendable func create(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let owner = try context.requireAccount()
        let content = try await RequestContent(of: request)
        let wanted = try content.decode(as: NewStore.self)
        return try await idempotency.once(request, content, by: owner, in: context) { effect in
            let store = try await stores.create(wanted, owner, effect.map(Store.ID.init(rawValue:)))
            return try Answer(store, status: .created, headers: [.location: "/api/stores/\(store.id)"])
        }
    }

    @Sendable func list(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let owner = try context.requireAccount()
        var query = QueryReader(request)
        let limit = query.number("limit", in: 1...200)
        let cursor = query.value("cursor", "This is no cursor of this list.") { StoreCursor(text: $0) }
        try query.check()
        let (page, next) = try await stores.list(owner, cursor, limit ?? 50)
        return try Answer(Page(page, nextCursor: next?.text))
    }

    @Sendable func show(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try Answer(try await stores.find(context.requireStoreID(), context.requireAccount()))
    }

    /// Whose store it is gets decided before the body is judged.
    @Sendable func rename(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let owner = try context.requireAccount()
        let store = try await stores.find(context.requireStoreID(), owner)
        let patch = try await RequestContent(of: request).decode(as: StorePatch.self)
        return try Answer(try await stores.rename(store.id, owner, patch.name))
    }

    @Sendable func suspend(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let caller = try configuration.caller(of: request, in: context)
        return try Answer(try await stores.suspend(context.requireStoreID(), caller))
    }

    @Sendable func resume(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let caller = try configuration.caller(of: request, in: context)
        return try Answer(try await stores.resume(context.requireStoreID(), caller))
    }

    @Sendable func slugAvailability(_ request: Request, context: AppRequestContext) async throws -> Answer {
        var query = QueryReader(request)
        let text = query.require("slug")
        try query.check()
        return try Answer(try await SlugAnswer(for: text ?? "", asking: stores.availability))
    }
}

extension AppRequestContext {
    /// The store that the path names.
    ///
    /// - Throws: ``Stores/StoreError/notFound`` for text that can name none: to the caller that is all the same.
    func requireStoreID() throws(StoreError) -> Store.ID {
        guard let id = parameters.get("id").flatMap({ Store.ID($0) }) else { throw .notFound }
        return id
    }
}
