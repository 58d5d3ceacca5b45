import Accounts
import HTTPTypes
import Hummingbird

/// `/api/auth` and the keys that its tokens are checked with.
struct AccountRoutes: Sendable {
    let accounts: AccountPort
    let storefront: StorefrontPort
    let idempotency: Idempotency
    let authentication: Authentication
    let configuration: APIConfiguration

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .post("api/auth/register", use: register)
            .post("api/auth/login", use: login)
            .get(".well-known/jwks.json", use: jwks)
            .add(middleware: authentication)
            .get("api/auth/me", use: me)
    }

    @Sendable func register(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let content = try await RequestContent(of: request)
        let wanted = try content.decode(as: SignUp.self)
        return try await idempotency.once(request, content, by: nil, in: context) { _ in
            let (signedIn, store) = try await accounts.register(
                wanted.registration, configuration.client(of: request, in: context), wanted.store)
            return try Answer(SignInAnswer(signedIn: signedIn, store: store), status: .created)
        }
    }

    @Sendable func login(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let host = try request.requireOneHost()
        let wanted = try await RequestContent(of: request).decode(as: SignIn.self)
        let door = LoginDoor(platformHostname: configuration.platformHostname, isStore: storefront.isStore)
        try await door.requirePlatform(named: wanted.hostname, host: host)
        let signedIn = try await accounts.login(
            wanted.email, wanted.password, configuration.client(of: request, in: context))
        return try Answer(SignInAnswer(signedIn: signedIn, store: nil))
    }

    @Sendable func me(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let principal = try context.requirePrincipal()
        return try Answer(
            CurrentUser(account: try await accounts.account(principal.accountID), storeID: principal.storeID))
    }

    @Sendable func jwks(_ request: Request, context: AppRequestContext) -> Answer {
        Answer(
            status: .ok, headers: [.contentType: "application/jwk-set+json", .cacheControl: "public, max-age=300"],
            body: ByteBuffer(bytes: accounts.jwks()))
    }
}
