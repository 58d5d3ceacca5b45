import API
@testable import Accounts
@testable import Credits
import Domain
import Foundation
import Hummingbird
import HummingbirdTesting
@testable import Jobs
import Logging
import NIOConcurrencyHelpers
import Requests
import Secrets
@testable import Stores
import Usage

/// A small world behind the API: one account, its stores and its job, all in memory.
///
/// What really stands there has tests of its own; here it only has to answer.
struct APIFixture: Sendable {
    struct World: Sendable {
        var stores: [Store] = []
        var job: Job?
        var created = 0
        var sessionIsOver = false
        var watchers: [AsyncStream<Void>.Continuation] = []
        var offered: [RequestRecord] = []
    }

    static let token = "good-token"
    static let bearer: HTTPFields = [.authorization: "Bearer \(token)"]

    let owner = Account.ID.make()
    let stranger = Account.ID.make()
    /// The store that answers to hosts that begin with “shop.”.
    let shop = Store.ID.make()
    let tokens = SessionTokens(
        accessToken: Redacted("access"), refreshToken: Redacted("refresh"), expiresIn: .seconds(600))
    let deviceKey = DeviceCookieKey(secret: .random(count: 32))!  // 32 bytes are enough
    let world = NIOLockedValueBox(World())
    let keys = KeyedAnswers()
    /// Thrown by `create`, in place of a store.
    var refusal: (any Failure)?
    /// Awaited by `create` before it does anything.
    var pause: (@Sendable () async -> Void)?
    /// Takes whatever Stripe tells.
    var webhooks = WebhookPort { _, _ in }
    var readiness = Readiness(
        masterDatabase: { nil }, schemaVersion: { nil }, keys: { nil }, redis: { nil })

    var dependencies: APIDependencies {
        APIDependencies(
            accounts: accounts, sessions: sessions, people: people, throttle: throttle, stores: stores,
            hostnames: hostnames, provisioning: provisioning, jobs: jobs, jobOperations: jobOperations,
            storefront: storefront, credits: credits,
            purchases: purchases, webhooks: webhooks, holds: holds, statements: statements, usage: usage, plans: plans,
            audit: audit,
            idempotency: keys.port, readiness: readiness,
            metrics: MetricsPort(contentType: "text/plain; version=0.0.4") { "up 1\n" },
            configuration: APIConfiguration(platformHostname: "platform.example"))
    }

    /// Sends requests straight to the router.
    func test<Value: Sendable>(
        _ setup: TestingSetup = .router, _ body: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = Application(
            router: try APIRouter.build(dependencies), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            logger: logger)
        return try await application.test(setup, body)
    }

    /// A store of the account's.
    @discardableResult
    func addStore(
        _ name: String = "Shop", owner: Account.ID? = nil, at seconds: Double = 1_772_352_000
    ) throws -> Store {
        let moment = Timestamp(Date(timeIntervalSince1970: seconds))
        let store = Store(
            id: .make(), ownerID: owner ?? self.owner, name: try DisplayName(parsing: name),
            slug: try Slug(parsing: "shop-\(world.withLockedValue { $0.stores.count })"), status: .pendingDatabase,
            primaryHostname: nil, database: nil, schemaVersion: nil, createdAt: moment, updatedAt: moment)
        world.withLockedValue { $0.stores.append(store) }
        return store
    }

    /// How many stores were asked for.
    var created: Int { world.withLockedValue { $0.created } }

    /// The job there is.
    var job: Job? { world.withLockedValue { $0.job } }

    /// Waits until somebody waits for the job.
    func watched() async {
        while world.withLockedValue({ $0.watchers.isEmpty }) { await Task.yield() }
    }

    /// Moves the job on, and tells those who watch.
    func setJob(_ state: JobState, percent: Int = 0, revision: Int64) {
        world.withLockedValue { world in
            let id = world.job?.id ?? .make()
            world.job = Job(
                id: id, kind: "connect-database", state: state, attempt: 1, maxAttempts: 10, percent: percent,
                step: nil,
                error: nil, storeID: world.stores.first?.id, userID: owner, runAt: .now, isScheduled: false,
                revision: revision,
                createdAt: .now, startedAt: nil, finishedAt: nil)
            for watcher in world.watchers { watcher.yield() }
        }
    }

    private var accounts: AccountPort {
        let account = Account(
            id: owner, email: EmailAddress(rawValue: "ada@example.com")!,  // well formed, see EmailAddressTests
            firstName: DisplayName(rawValue: "Ada")!, lastName: DisplayName(rawValue: "Lovelace")!,  // the same
            role: .agency, isActive: true, createdAt: Timestamp(Date(timeIntervalSince1970: 1_772_352_000)))
        let signedIn = SignedIn(account: account, tokens: tokens)
        return AccountPort(
            authenticate: { [owner, world] token, access in
                guard let token else { throw AccessTokenError.missing }
                guard token == Self.token else { throw AccessTokenError.invalid }
                if world.withLockedValue({ $0.sessionIsOver }) { throw AccessTokenError.sessionRevoked }
                return Principal(.account(owner), sessionID: .make())
            },
            register: { registration, _, wanted in
                guard registration.email != account.email else { throw AccountError.emailTaken }
                return (signedIn, try wanted.map { try addStore($0.name.rawValue) })
            },
            login: { email, _, _ in
                guard email == account.email.rawValue else { throw AccountError.invalidCredentials }
                return signedIn
            },
            account: { _ in account }, jwks: { Data("{\"keys\":[]}".utf8) })
    }
}
