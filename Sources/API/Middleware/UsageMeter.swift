import Accounts
import Domain
import HTTPTypes
package import Hummingbird
import Usage

/// Offers every answered request to whoever counts them.
///
/// By the template of its route; never by a query, a path as it was sent or a body. For a stream of events the time is
/// that to its first byte.
package struct UsageMeter: RouterMiddleware {
    let usage: UsagePort

    /// Passes the request on, and offers it once it is answered.
    package func handle(
        _ request: Request, context: AppRequestContext,
        next: @concurrent (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        usage.offer(response.status.code) { weight in
            RequestRecord(
                requestID: context.requestID, user: Self.account(in: context),
                store: Self.store(of: request, in: context), method: request.method.rawValue,
                route: context.endpointPath.map { $0 == "NotFound" ? "-" : $0 } ?? "-", status: response.status.code,
                duration: ContinuousClock.now - start, weight: weight)
        }
        return response
    }

    private static func account(in context: AppRequestContext) -> Account.ID? {
        guard case .account(let id) = context.principal?.identity else { return nil }
        return id
    }

    /// The store of a store token; else the one that an account names, be it its own or not.
    private static func store(of request: Request, in context: AppRequestContext) -> Store.ID? {
        guard let principal = context.principal else { return nil }
        if let own = principal.storeID { return own }
        if context.endpointPath?.hasPrefix("/api/stores/{id}") == true {
            return context.parameters.get("id").flatMap { Store.ID($0) }
        }
        return request.uri.queryParameters["storeId"].flatMap { Store.ID(String($0)) }
    }
}
