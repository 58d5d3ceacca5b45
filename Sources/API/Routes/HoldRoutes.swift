import Accounts
import Credits
import Domain
import Foundation
import Hummingbird

/// `/api/credits/holds`: credits set aside for work that takes long.
struct HoldRoutes: Sendable {
    let credits: CreditPort
    let holds: HoldPort
    let idempotency: Idempotency

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .post(use: hold)
            .get(use: list)
            .get(":id", use: find)
            .post(":id/capture", use: capture)
            .post(":id/release", use: release)
    }

    @Sendable func hold(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let subject = try await subject(of: request, context)
        let content = try await RequestContent(of: request)
        let wanted = try content.decode(as: HoldRequest.self)
        return try await idempotency.onlyOnce(
            request, content, by: subject.principal, in: context
        ) { effect in
            let made = try await holds.hold(wanted.use, subject.store, wanted.seconds, subject.owner, effect)
            return try Answer(made, status: .created)
        }
    }

    @Sendable func list(_ request: Request, context: AppRequestContext) async throws -> Answer {
        var query = QueryReader(request)
        let named = query.creditStore()
        let status = query.value("status", "This is active, captured, released or expired.") {
            CreditHold.Status(rawValue: $0)
        }
        let limit = query.number("limit", in: CreditLedger.pageLimits)
        try query.check()
        let subject = try CreditSubject(context, named: named)
        try await credits.requireStore(subject.store, subject.owner)
        return try Answer(Page(try await holds.list(subject.store, status, limit ?? 50)))
    }

    @Sendable func find(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let (hold, store, _) = try await hold(in: context)
        return try Answer(try await holds.find(hold, store))
    }

    /// Harmless to repeat: what was captured so before is answered with again.
    @Sendable func capture(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let (hold, store, actor) = try await hold(in: context)
        let content = try await RequestContent(of: request)
        let wanted = try content.decode(as: CaptureRequest.self)
        return try Answer(try await holds.capture(hold, store, wanted.quantity, actor))
    }

    /// Harmless to repeat.
    @Sendable func release(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let (hold, store, actor) = try await hold(in: context)
        return try Answer(try await holds.release(hold, store, actor))
    }

    /// The hold that the path names, and its store: the caller's own, or that of the token.
    private func hold(in context: AppRequestContext) async throws -> (UUID, Store.ID, actor: Account.ID?) {
        let principal = try context.requirePrincipal()
        guard let id = context.parameters.get("id").flatMap({ UUID(canonical: $0) }) else { throw HoldError.notFound }
        switch principal.identity {
        case .account(let account): return (id, try await holds.store(id, account), account)
        case .customer(let store, _): return (id, store, nil)
        }
    }

    private func subject(of request: Request, _ context: AppRequestContext) async throws -> CreditSubject {
        var query = QueryReader(request)
        let named = query.creditStore()
        try query.check()
        let subject = try CreditSubject(context, named: named)
        try await credits.requireStore(subject.store, subject.owner)
        return subject
    }
}
