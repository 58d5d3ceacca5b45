import Accounts
import Domain
import HTTPTypes
import Hummingbird
import Stores

/// Who people are: `/api/auth/register`, `/api/auth/login`, `/api/auth/me`, and the keys that tokens are checked with.
struct AccountRoutes: Sendable {
    let accounts: AccountPort
    let people: StorePeoplePort
    let storefront: StorefrontPort
    let idempotency: Idempotency
    let throttle: LoginThrottle
    let configuration: APIConfiguration
    private let known = AnswerMemory<Account>()

    init(
        accounts: AccountPort, people: StorePeoplePort, storefront: StorefrontPort, idempotency: Idempotency,
        throttle: LoginThrottle, configuration: APIConfiguration
    ) {
        self.accounts = accounts
        self.people = people
        self.storefront = storefront
        self.idempotency = idempotency
        self.throttle = throttle
        self.configuration = configuration
    }

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self)
            .post("api/auth/register", use: register)
            .post("api/auth/login", use: login)
            .get("api/auth/me", use: me)
            .get(".well-known/jwks.json", use: jwks)
    }

    /// Throttled, since its answer tells whether an address is taken.
    @Sendable func register(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let client = configuration.client(of: request, in: context)
        let content = try await RequestContent(of: request)
        let wanted = try content.decode(as: SignUp.self)
        let quota = try await throttle.admitRegistration(from: client)
        return try await idempotency.once(request, content, by: nil, in: context) { _ in
            let (signedIn, store) = try await accounts.register(wanted.registration, client, wanted.store)
            var answer = try self.answer(
                signedIn.account, store, signedIn.tokens, status: .created, in: wanted.refreshTokenPlace)
            answer.headers.tell(quota)
            return answer
        }
    }

    @Sendable func login(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let host = try request.requireOneHost()
        let client = configuration.client(of: request, in: context)
        let wanted = try await RequestContent(of: request).decode(as: SignIn.self)
        let door = LoginDoor(platformHostname: configuration.platformHostname, store: storefront.store)
        let realm = try await door.realm(named: wanted.hostname, host: host)
        let admission = try await throttle.admit(wanted.email, at: realm, from: client, request)
        var answer =
            switch realm {
            case .platform: try await loginAtPlatform(wanted, client)
            case .store(let id): try await loginAtStore(id, wanted, client)
            }
        answer.headers.append(await throttle.succeeded(admission))
        answer.headers.tell(admission.fields)
        return answer
    }

    private func loginAtPlatform(_ wanted: SignIn, _ client: ClientInfo) async throws -> Answer {
        let signedIn = try await accounts.login(wanted.email, wanted.password, client)
        return try answer(signedIn.account, nil, signedIn.tokens, in: wanted.refreshTokenPlace)
    }

    private func loginAtStore(_ id: Store.ID, _ wanted: SignIn, _ client: ClientInfo) async throws -> Answer {
        let (user, tokens) = try await people.login(wanted.email, wanted.password, id, client)
        return try answer(StorePerson(user: user, storeID: id), nil, tokens, in: wanted.refreshTokenPlace)
    }

    private func answer(
        _ user: some Encodable, _ store: Store?, _ tokens: SessionTokens, status: HTTPResponse.Status = .ok,
        in place: RefreshTokenPlace
    ) throws -> Answer {
        let tokens = TokenAnswer(tokens: tokens, isCookieUsed: place == .cookie)
        var answer = try Answer(SignInAnswer(user: user, store: store, tokens: tokens), status: status)
        if place == .cookie {
            answer.headers.append(BrowserSession(configuration: configuration).cookie(of: tokens.tokens))
        }
        return answer
    }

    @Sendable func me(_ request: Request, context: AppRequestContext) async throws -> Answer {
        switch try context.requirePrincipal().identity {
        case .account(let id): return try known.answer(try await accounts.account(id))
        case .customer(let store, let subject):
            return try Answer(StorePerson(user: try await people.user(subject, store), storeID: store))
        }
    }

    @Sendable func jwks(_ request: Request, context: AppRequestContext) -> Answer {
        Answer(
            status: .ok, headers: [.contentType: "application/jwk-set+json", .cacheControl: "public, max-age=300"],
            body: ByteBuffer(bytes: accounts.jwks()))
    }
}
