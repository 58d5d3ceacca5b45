import Accounts
import Credits
import Domain
import Hummingbird

/// `/api/credits`: what a store has, what it spends, and what services cost.
struct CreditRoutes: Sendable {
    let credits: CreditPort
    let idempotency: Idempotency

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .get("balance", use: balance)
            .get("transactions", use: transactions)
            .post("deduct", use: deduct)
            .get("prices", use: prices)
    }

    private static let timeRule = "This is a time like 2026-03-01T08:00:00.000Z."

    /// Read from the master database itself, so every `minSeq` that a client can know of is in it already.
    @Sendable func balance(_ request: Request, context: AppRequestContext) async throws -> Answer {
        var query = QueryReader(request)
        let named = query.creditStore()
        _ = query.number("minSeq", in: 0...Int64.max)
        try query.check()
        let subject = try CreditSubject(context, named: named)
        return try Answer(try await credits.balance(subject.store, subject.owner))
    }

    @Sendable func transactions(_ request: Request, context: AppRequestContext) async throws -> Answer {
        var query = QueryReader(request)
        let named = query.creditStore()
        let kinds = CreditTransaction.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        let filter = CreditFilter(
            kind: query.value("type", "This is one of \(kinds).") { CreditTransaction.Kind(rawValue: $0) },
            status: query.value("status", "This is pending, completed or failed.") {
                CreditTransaction.Status(rawValue: $0)
            },
            from: query.value("from", Self.timeRule) { Timestamp($0) },
            to: query.value("to", Self.timeRule) { Timestamp($0) })
        let limit = query.number("limit", in: CreditLedger.pageLimits)
        let cursor = query.value("cursor", "This is no cursor of this list.") { CreditCursor(text: $0) }
        try query.check()
        let subject = try CreditSubject(context, named: named)
        let (page, next) = try await credits.transactions(subject.store, subject.owner, filter, cursor, limit ?? 50)
        return try Answer(Page(page, nextCursor: next?.text))
    }

    /// Whose store it is gets decided before the body is judged.
    @Sendable func deduct(_ request: Request, context: AppRequestContext) async throws -> Answer {
        var query = QueryReader(request)
        let named = query.creditStore()
        try query.check()
        let subject = try CreditSubject(context, named: named)
        try await credits.requireStore(subject.store, subject.owner)
        let content = try await RequestContent(of: request)
        let wanted = try content.decode(as: DeductionRequest.self)
        return try await idempotency.onlyOnce(
            request, content, by: subject.principal, in: context
        ) { effect in
            let line = try await credits.deduct(wanted.deduction, subject.store, subject.owner, effect)
            return try Answer(line, status: .created)
        }
    }

    @Sendable func prices(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try Answer(Page(try await credits.prices()))
    }
}
