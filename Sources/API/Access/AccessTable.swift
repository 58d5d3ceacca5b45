package import HTTPTypes

/// Who may call what: the one place where it is decided, a line for every route.
package enum AccessTable {
    /// Methods and path templates, as the router spells them.
    static let declarations: [(method: HTTPRequest.Method, path: String, access: RouteAccess)] = [
        (.post, "/api/auth/register", .anyone),
        (.post, "/api/auth/login", .anyone),
        (.get, "/.well-known/jwks.json", .anyone),
        (.post, "/api/auth/refresh", .anyone),
        (.post, "/api/auth/logout", .leaver),
        (.get, "/api/auth/me", .person),
        (.get, "/api/auth/sessions", .person),
        (.delete, "/api/auth/sessions/{id}", .person),
        (.post, "/api/auth/password", .person),

        (.post, "/api/stores/create", .agency),
        (.get, "/api/stores", .agency),
        (.get, "/api/stores/slug-availability", .agency),
        (.get, "/api/stores/{id}", .agency),
        (.patch, "/api/stores/{id}", .agency),
        (.post, "/api/stores/{id}/connect-database", .agency),
        (.get, "/api/stores/{id}/provisioning", .agency),
        (.get, "/api/stores/{id}/provisioning/events", .agency),
        (.post, "/api/stores/{id}/provisioning/retry", .agency),
        (.post, "/api/stores/{id}/provisioning/cancel", .agency),
        (.post, "/api/stores/{id}/suspend", .agency),
        (.post, "/api/stores/{id}/resume", .agency),
        (.get, "/api/stores/{id}/hostnames", .agency),
        (.post, "/api/stores/{id}/hostnames", .agency),
        (.delete, "/api/stores/{id}/hostnames/{hostname}", .agency),
        (.post, "/api/stores/{id}/hostnames/{hostname}/primary", .agency),
        (.get, "/api/stores/{id}/usage", .agency),
        (.get, "/api/stores/{id}/subscription", .agency),
        (.get, "/api/store", .anyone),

        (.get, "/api/jobs/{id}", .agency),
        (.get, "/api/jobs/{id}/events", .agency),
        (.post, "/api/jobs/{id}/cancel", .agency),

        (.get, "/api/credits/balance", .agencyOrStore),
        (.get, "/api/credits/transactions", .agencyOrStore),
        (.post, "/api/credits/deduct", .agencyOrStore),
        (.get, "/api/credits/prices", .agencyOrStore),
        (.get, "/api/credits/statement", .agencyOrStore),
        (.get, "/api/credits/packages", .agencyOrStore),
        (.post, "/api/credits/purchase", .agency),
        (.get, "/api/credits/purchases/{id}", .agency),
        (.post, "/api/credits/holds", .agencyOrStore),
        (.get, "/api/credits/holds", .agencyOrStore),
        (.get, "/api/credits/holds/{id}", .agencyOrStore),
        (.post, "/api/credits/holds/{id}/capture", .agencyOrStore),
        (.post, "/api/credits/holds/{id}/release", .agencyOrStore),

        (.post, "/api/webhooks/stripe", .anyone),

        (.get, "/api/plans", .agency),

        (.get, "/api/admin/audit", .operator),
        (.get, "/api/admin/jobs", .operator),
        (.post, "/api/admin/jobs/{id}/retry", .operator),
        (.post, "/api/admin/jobs/{id}/cancel", .operator),
        (.get, "/api/admin/queues", .operator),
        (.post, "/api/admin/queues/{name}/pause", .operator),
        (.post, "/api/admin/queues/{name}/resume", .operator),
        (.get, "/api/admin/schedules", .operator),
        (.post, "/api/admin/schedules/{name}/pause", .operator),
        (.post, "/api/admin/schedules/{name}/resume", .operator),
        (.post, "/api/admin/credits/adjust", .operator),
        (.post, "/api/admin/credits/grants", .operator),
        (.put, "/api/admin/stores/{id}/subscription", .operator),
        (.delete, "/api/admin/stores/{id}/subscription", .operator),

        (.get, "/healthz", .anyone),
        (.get, "/readyz", .anyone),
        (.get, "/metrics", .anyone),
        (.get, "/openapi.json", .anyone),
        (.get, "/docs", .anyone),
    ]

    private static let byRoute: [RouteTable.Route: RouteAccess] = Dictionary(
        declarations.map { (RouteTable.Route(path: $0.path, method: $0.method), $0.access) }
    ) { first, _ in first }

    /// Who may call a route; `nil` for a route that was not declared, which nobody may call. `HEAD` is a way of `GET`.
    package static func access(_ method: HTTPRequest.Method, _ path: String) -> RouteAccess? {
        byRoute[RouteTable.Route(path: path, method: method == .head ? .get : method)]
    }
}
