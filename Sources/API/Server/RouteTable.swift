package import HTTPTypes
package import Hummingbird

/// Which methods each path takes.
package struct RouteTable: Sendable {
    /// A path as templates spell it, and one method of it.
    package struct Route: Hashable, Sendable {
        /// Such as `/api/stores/{id}`.
        package let path: String
        /// One method that it takes.
        package let method: HTTPRequest.Method
    }

    /// Every route, sorted by path.
    package let routes: [Route]

    /// All routes of a router.
    package init(of router: Router<AppRequestContext>) {
        routes = router.routes.map { Route(path: $0.path.description, method: $0.method) }
            .sorted { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }
    }

    /// The methods that a path takes, `HEAD` wherever there is `GET`; none for a path without a route.
    ///
    /// A written-out component wins over a parameter, as in the router.
    package func methods(at path: String) -> [HTTPRequest.Method] {
        let components = path.split(separator: "/")
        let matching = Set(routes.map(\.path)).filter { Self.template($0, matches: components) }
        let closest = matching.min { Self.precedence($0).lexicographicallyPrecedes(Self.precedence($1)) }
        let methods = routes.filter { $0.path == closest }.map(\.method)
        return methods.flatMap { $0 == .get ? [.get, .head] : [$0] }
    }

    private static func template(_ template: String, matches components: [Substring]) -> Bool {
        let parts = template.split(separator: "/")
        return parts.count == components.count
            && zip(parts, components).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }

    private static func precedence(_ template: String) -> [Int] {
        template.split(separator: "/").map { $0.hasPrefix("{") ? 1 : 0 }
    }
}
