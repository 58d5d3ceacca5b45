import Accounts
import Domain
import HTTPTypes
import Hummingbird
import Secrets

/// Keeps the refresh token of a browser in a cookie, and takes it from there.
struct BrowserSession: Sendable {
    let configuration: APIConfiguration

    /// The refresh token of a request, and whether it came in the cookie.
    ///
    /// - Parameter body: what the body says.
    /// - Throws: ``CrossSiteRequest`` for a cookie that another site had sent along, `InvalidInput` for a token in both
    ///   places, `AccessTokenError.missing` for none.
    func refreshToken(
        of request: Request, body: String?, in context: AppRequestContext
    ) throws -> (text: String, isCookie: Bool) {
        guard case .refreshCookie(let cookie) = PresentedCredential(request.headers) else {
            guard let body else { throw AccessTokenError.missing }
            return (body, false)
        }
        try CrossSiteGuard.check(request.method, request.headers, own: ownOrigin(of: request, in: context))
        guard body == nil else { throw InvalidInput("refreshToken", "Send it in the body or in the cookie, not both.") }
        return (cookie.exposed, true)
    }

    /// The cookie of a new refresh token.
    func cookie(of tokens: SessionTokens) -> HTTPField {
        HostCookie.refresh.setting(tokens.refreshToken, for: configuration.refreshLifetime)
    }

    private func ownOrigin(of request: Request, in context: AppRequestContext) -> RequestOrigin? {
        let peerIsTrusted = context.peer.map(configuration.trustedProxies.trusts) ?? false
        let scheme = RequestOrigin.Scheme(request.headers, peerIsTrusted: peerIsTrusted, otherwise: .http)
        return request.head.authority.flatMap { RequestOrigin(scheme: scheme, authority: $0) }
    }
}
