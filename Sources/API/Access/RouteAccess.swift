/// Who may call a route.
package enum RouteAccess: String, Sendable, CaseIterable {
    /// Everybody. Tokens are not looked at.
    case anyone
    /// Whoever has a good token, of the platform or of a store: for what concerns the caller's own session.
    case person
    /// The same, with a token whose time may be over: for ending the session it belongs to.
    case leaver
    /// People of the platform. A store's token is `wrong_audience`.
    case agency
    /// People of the platform, and people of a store for that store alone.
    case agencyOrStore
    /// Operators of the platform. To everybody else with a good token there is nothing here: `not_found`.
    case `operator`
}
