import Accounts
import Credits
import Domain
import Hummingbird
import Requests

/// `/api/admin`: for operators; to everybody else there is nothing here.
struct AdminRoutes: Sendable {
    let audit: AuditPort
    let credits: CreditPort
    let idempotency: Idempotency
    let configuration: APIConfiguration

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .get("audit", use: auditPage)
            .post("credits/adjust", use: adjustCredits)
            .post("credits/grants", use: grantCredits)
    }

    @Sendable func adjustCredits(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let caller = try configuration.caller(of: request, in: context)
        let content = try await RequestContent(of: request)
        let wanted = try content.decode(as: AdjustmentRequest.self)
        return try await idempotency.onlyOnce(
            request, content, by: caller.account.description, in: context
        ) { effect in
            try Answer(try await credits.adjust(wanted.adjustment, caller, effect), status: .created)
        }
    }

    @Sendable func grantCredits(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let caller = try configuration.caller(of: request, in: context)
        let content = try await RequestContent(of: request)
        let wanted = try content.decode(as: GrantRequest.self)
        return try await idempotency.onlyOnce(
            request, content, by: caller.account.description, in: context
        ) { effect in
            try Answer(try await credits.grant(wanted.grant, caller, effect), status: .created)
        }
    }

    @Sendable func auditPage(_ request: Request, context: AppRequestContext) async throws -> Answer {
        var query = QueryReader(request)
        let filter = AuditFilter(
            actionPrefix: query.text("action"),
            actor: query.value("actorId", "This is the id of an account.") { Account.ID($0) },
            store: query.value("storeId", "This is the id of a store.") { Store.ID($0) })
        let limit = query.number("limit", in: AuditLog.limits)
        let cursor = query.value("cursor", "This is no cursor of this list.") { AuditCursor($0) }
        try query.check()
        let (page, next) = try await audit.page(filter, cursor, limit ?? 50)
        return try Answer(Page(page, nextCursor: next?.description))
    }
}
