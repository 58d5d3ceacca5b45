package import Accounts
package import Domain
package import Foundation
package import Stores

/// What the routes ask of accounts.
package struct AccountPort: Sendable {
    /// Turns an access token into the person behind it, if they may pass.
    package var authenticate: @Sendable (_ token: String?, RouteAccess) async throws -> Principal
    /// Makes an account and, when one is asked for, its first store: both or neither.
    package var register: @Sendable (Registration, ClientInfo, NewStore?) async throws -> (SignedIn, Store?)
    /// Signs somebody in at the platform's own hostname.
    package var login: @Sendable (_ email: String, Password, ClientInfo) async throws -> SignedIn
    /// The account of somebody who is signed in.
    package var account: @Sendable (Account.ID) async throws -> Account
    /// The public keys of access tokens, as a JWK set.
    package var jwks: @Sendable () -> Data

    /// Calls one by one.
    package init(
        authenticate: @escaping @Sendable (String?, RouteAccess) async throws -> Principal,
        register: @escaping @Sendable (Registration, ClientInfo, NewStore?) async throws -> (SignedIn, Store?),
        login: @escaping @Sendable (String, Password, ClientInfo) async throws -> SignedIn,
        account: @escaping @Sendable (Account.ID) async throws -> Account,
        jwks: @escaping @Sendable () -> Data
    ) {
        self.authenticate = authenticate
        self.register = register
        self.login = login
        self.account = account
        self.jwks = jwks
    }

    /// The real thing. An account's first store is made in the transaction that makes the account.
    package init(
        authenticator: Authenticator, directory: AccountDirectory, known: AccountCache, registry: StoreRegistry,
        tokens: AccessTokens
    ) {
        self.init(
            authenticate: { try await authenticator.admit(bearer: $0, to: $1) },
            register: { registration, client, wanted in
                try await directory.register(registration, from: client) { account, master in
                    guard let wanted else { return Store?.none }
                    return try await registry.create(
                        name: wanted.name, slug: wanted.slug, owner: account.id, on: master)
                }
            },
            login: { try await directory.login(email: $0, password: $1, from: $2) },
            account: { try await known.account($0) },
            jwks: { tokens.keys.jwks })
    }
}

extension Authenticator {
    fileprivate func admit(bearer token: String?, to access: RouteAccess) async throws -> Principal {
        switch access {
        case .leaver: return try leaver(bearer: token)
        case .anyone, .person, .agencyOrStore: return try await authenticate(bearer: token, audience: nil)
        case .agency: return try await authenticate(bearer: token, audience: .platform)
        case .operator:
            let principal = try await authenticate(bearer: token, audience: .platform)
            try await requireOperator(principal)
            return principal
        }
    }
}
