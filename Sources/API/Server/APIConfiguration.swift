package import Accounts
package import Hummingbird
import HTTPTypes
import Requests

/// How the API answers, apart from what stands behind it.
package struct APIConfiguration: Sendable {
    /// Where agencies log in; stores have other names.
    package var platformHostname: String
    /// Whose `X-Forwarded-For` counts.
    package var trustedProxies: TrustedProxies
    /// How long a browser keeps its refresh token.
    package var refreshLifetime: Duration
    /// Whether a connection string may lack a password: only where databases on private hosts are allowed.
    package var passwordIsOptional: Bool

    /// Every setting.
    package init(
        platformHostname: String, trustedProxies: TrustedProxies = .none,
        refreshLifetime: Duration = .seconds(30 * 86_400), passwordIsOptional: Bool = false
    ) {
        self.platformHostname = platformHostname
        self.trustedProxies = trustedProxies
        self.refreshLifetime = refreshLifetime
        self.passwordIsOptional = passwordIsOptional
    }

    /// From where somebody calls, as far as it can be believed.
    package func client(of request: Request, in context: AppRequestContext) -> ClientInfo {
        let address = trustedProxies.client(peer: context.peer, forwardedFor: request.headers[values: .forwardedFor])
        return ClientInfo(
            address: address?.description, userAgent: request.headers[.userAgent], requestID: context.requestID)
    }

    /// Who does something, for the audit log.
    func caller(of request: Request, in context: AppRequestContext) throws -> Caller {
        let client = client(of: request, in: context)
        return Caller(
            try context.requireAccount(), address: client.address, requestID: client.requestID)
    }
}
