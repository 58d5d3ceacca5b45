package import Hummingbird
import Tracing

/// Puts routes and middleware together.
package enum APIRouter {
    /// The router of the whole API. A request passes a span of its own, where the process has a tracer, ``RequestIDMiddleware``, ``RequestLog``, ``UsageMeter``,
    /// ``ProblemMiddleware``, ``OneHostMiddleware``, ``Authorization``, and then its route.
    ///
    /// - Throws: ``OpenAPIDocument/Invalid`` when the document that is built in cannot be read.
    package static func build(_ dependencies: APIDependencies) throws -> Router<AppRequestContext> {
        let document = try OpenAPIDocument()
        let authentication = Authentication(authenticate: dependencies.accounts.authenticate)
        let router = Router(context: AppRequestContext.self, options: .autoGenerateHeadEndpoints)
        // Without a tracer it would still cost every request two changes of tasks.
        if !(InstrumentationSystem.tracer is NoOpTracer) {
            router.add(middleware: TracingMiddleware(redactingQueryParameters: ["code", "state"]))
        }
        router.addMiddleware {
            RequestIDMiddleware()
            RequestLog()
            UsageMeter(usage: dependencies.usage)
            ProblemMiddleware(routes: table(of: dependencies, document), translate: dependencies.translate)
            OneHostMiddleware()
            Authorization(authentication: authentication)
        }
        addRoutes(of: dependencies, document, to: router)
        return router
    }

    /// Which methods each path takes, taken from a router that answers nobody.
    private static func table(of dependencies: APIDependencies, _ document: OpenAPIDocument) -> RouteTable {
        let router = Router(context: AppRequestContext.self)
        addRoutes(of: dependencies, document, to: router)
        return RouteTable(of: router)
    }

    private static func addRoutes(
        of all: APIDependencies, _ document: OpenAPIDocument, to router: Router<AppRequestContext>
    ) {
        let authentication = Authentication(authenticate: all.accounts.authenticate)
        let idempotency = Idempotency(records: all.idempotency, translate: all.translate)
        let throttle = LoginThrottle(throttle: all.throttle)
        let accounts = AccountRoutes(
            accounts: all.accounts, people: all.people, storefront: all.storefront, idempotency: idempotency,
            throttle: throttle, configuration: all.configuration)
        let sessions = SessionRoutes(sessions: all.sessions, throttle: throttle, configuration: all.configuration)
        let stores = StoreRoutes(stores: all.stores, idempotency: idempotency, configuration: all.configuration)
        let hostnames = HostnameRoutes(
            stores: all.stores, hostnames: all.hostnames, idempotency: idempotency, configuration: all.configuration)
        let provisioning = ProvisioningRoutes(
            stores: all.stores, provisioning: all.provisioning, jobs: all.jobs, idempotency: idempotency,
            authentication: authentication, configuration: all.configuration)
        router.addRoutes(accounts.endpoints)
        router.addRoutes(sessions.endpoints, atPath: "api/auth")
        router.addRoutes(stores.endpoints, atPath: "api/stores")
        router.addRoutes(hostnames.endpoints, atPath: "api/stores/:id/hostnames")
        router.addRoutes(provisioning.endpoints, atPath: "api/stores/:id")
        router.addRoutes(JobRoutes(jobs: all.jobs, authentication: authentication).endpoints, atPath: "api/jobs")
        addCreditRoutes(to: router, all, idempotency)
        let admin = AdminRoutes(
            audit: all.audit, credits: all.credits, idempotency: idempotency, configuration: all.configuration)
        let plans = PlanRoutes(plans: all.plans, configuration: all.configuration)
        router.addRoutes(admin.endpoints, atPath: "api/admin")
        let jobs = JobOperationRoutes(operations: all.jobOperations, configuration: all.configuration)
        router.addRoutes(jobs.endpoints, atPath: "api/admin")
        router.addRoutes(plans.endpoints, atPath: "api")
        router.addRoutes(UsageRoutes(usage: all.usage).endpoints, atPath: "api/stores/:id/usage")
        router.addRoutes(StorefrontRoutes(storefront: all.storefront).endpoints)
        router.addRoutes(ServiceRoutes(readiness: all.readiness, metrics: all.metrics).endpoints)
        router.addRoutes(DocumentationRoutes(document: document).endpoints)
    }

    private static func addCreditRoutes(
        to router: Router<AppRequestContext>, _ all: APIDependencies, _ idempotency: Idempotency
    ) {
        let credits = CreditRoutes(credits: all.credits, idempotency: idempotency)
        let purchases = PurchaseRoutes(purchases: all.purchases, jobs: all.jobs, idempotency: idempotency)
        let holds = HoldRoutes(credits: all.credits, holds: all.holds, idempotency: idempotency)
        router.addRoutes(credits.endpoints, atPath: "api/credits")
        router.addRoutes(purchases.endpoints, atPath: "api/credits")
        router.addRoutes(holds.endpoints, atPath: "api/credits/holds")
        router.addRoutes(StatementRoutes(statements: all.statements).endpoints, atPath: "api/credits")
        router.addRoutes(WebhookRoutes(webhooks: all.webhooks).endpoints, atPath: "api/webhooks")
    }
}
