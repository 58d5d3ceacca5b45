import Accounts
import Domain
import Hummingbird

/// `/api/credits`: what a store has, and what services cost.
struct CreditRoutes: Sendable {
    let credits: CreditPort

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .get("balance", use: balance)
            .get("prices", use: prices)
    }

    /// Read from the master database itself, so every `minSeq` that a client can know of is in it already.
    @Sendable func balance(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let principal = try context.requirePrincipal()
        var query = QueryReader(request)
        let named = query.value("storeId", "This is the id of a store.") { Store.ID($0) }
        _ = query.number("minSeq", in: 0...Int64.max)
        try query.check()
        guard let store = principal.storeID ?? named else { throw RequestError.storeRequired }
        let owner = principal.storeID == nil ? try principal.accountID : nil
        return try Answer(try await credits.balance(store, owner))
    }

    @Sendable func prices(_ request: Request, context: AppRequestContext) async throws -> Answer {
        try Answer(Page(try await credits.prices()))
    }
}
