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

    /// Read from the master database itself, so every `minSeq` that a client can know of is in it already.
    @Sendable func balance(_ request: Request, context: AppRequestContext) async throws -> Answer {
        var query = QueryReader(request)
        let named = query.store()
        _ = query.number("minSeq", in: 0...Int64.max)
        try query.check()
        let subject = try CreditSubject(context, named: named)
        return try Answer(try await credits.balance(subject.store, subject.owner))
    }

    @Sendable func transactions(_ request: Request, context: AppRequestContext) async throws -> Answer {
        var query = QueryReader(request)
        let named = query.store()
        let kinds = CreditTransaction.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        let kind = query.value("type", "This is one of \(kinds).") { CreditTransaction.Kind(rawValue: $0) }
        let limit = query.number("limit", in: CreditLedger.pageLimits)
        let cursor = query.value("cursor", "This is no cursor of this list.") { CreditCursor(text: $0) }
        try query.check()
        let subject = try CreditSubject(context, named: named)
        let (page, next) = try await credits.transactions(subject.store, subject.owner, kind, cursor, limit ?? 50)
        return try Answer(Page(page, nextCursor: next?.text))
    }

    /// Whose store it is gets decided before the body is judged.
    @Sendable func deduct(_ request: Request, context: AppRequestContext) async throws -> Answer {
        var query = QueryReader(request)
        let named = query.store()
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

/// Whose credits a request is about, and who asks.
private struct CreditSubject {
    let store: Store.ID
    /// `nil` when the store's own people ask.
    let owner: Account.ID?
    /// Whose keys the request's are.
    let principal: String

    /// - Parameter named: by the query; a store token says it itself.
    init(_ context: AppRequestContext, named: Store.ID?) throws {
        let principal = try context.requirePrincipal()
        guard let store = principal.storeID ?? named else { throw RequestError.storeRequired }
        self.store = store
        switch principal.identity {
        case .account(let account):
            owner = account
            self.principal = account.description
        case .customer(_, let subject):
            owner = nil
            self.principal = "\(store) \(subject)"
        }
    }
}

extension QueryReader {
    fileprivate mutating func store() -> Store.ID? {
        value("storeId", "This is the id of a store.") { Store.ID($0) }
    }
}
