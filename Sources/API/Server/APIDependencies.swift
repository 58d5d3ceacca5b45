package import Domain

/// Everything the API stands on, built once by whoever starts it.
package struct APIDependencies: Sendable {
    /// Who people are.
    package var accounts: AccountPort
    /// How they stay signed in.
    package var sessions: SessionPort
    /// The people of stores.
    package var people: StorePeoplePort
    /// What slows down who tries too often.
    package var throttle: ThrottlePort
    /// The registry of stores.
    package var stores: StorePort
    /// The names that stores answer to.
    package var hostnames: HostnamePort
    /// Connecting their databases.
    package var provisioning: ProvisioningPort
    /// Promises, and how they are doing.
    package var jobs: JobPort
    /// What operators do to jobs.
    package var jobOperations: JobOperationsPort
    /// Stores by hostname.
    package var storefront: StorefrontPort
    /// Credits.
    package var credits: CreditPort
    /// Where credits are bought.
    package var purchases: PurchasePort
    /// What providers tell of payments.
    package var webhooks: WebhookPort
    /// Credits that are set aside.
    package var holds: HoldPort
    /// Their history as a file.
    package var statements: StatementPort
    /// What is used.
    package var usage: UsagePort
    /// What may be used.
    package var plans: PlanPort
    /// What was done by whom.
    package var audit: AuditPort
    /// Answers to keyed requests.
    package var idempotency: IdempotencyPort
    /// What `/readyz` looks at.
    package var readiness: Readiness
    /// What `/metrics` shows.
    package var metrics: MetricsPort
    /// How to answer.
    package var configuration: APIConfiguration
    /// Says what an error from below means that does not explain itself: the master database is away, for one.
    package var translate: @Sendable (any Error) -> (any Failure)?

    /// One of each.
    package init(
        accounts: AccountPort, sessions: SessionPort, people: StorePeoplePort, throttle: ThrottlePort,
        stores: StorePort, hostnames: HostnamePort, provisioning: ProvisioningPort, jobs: JobPort,
        jobOperations: JobOperationsPort, storefront: StorefrontPort, credits: CreditPort, purchases: PurchasePort,
        webhooks: WebhookPort,
        holds: HoldPort, statements: StatementPort, usage: UsagePort, plans: PlanPort, audit: AuditPort,
        idempotency: IdempotencyPort,
        readiness: Readiness, metrics: MetricsPort, configuration: APIConfiguration,
        translate: @escaping @Sendable (any Error) -> (any Failure)? = { _ in nil }
    ) {
        self.accounts = accounts
        self.sessions = sessions
        self.people = people
        self.throttle = throttle
        self.stores = stores
        self.hostnames = hostnames
        self.provisioning = provisioning
        self.jobs = jobs
        self.jobOperations = jobOperations
        self.storefront = storefront
        self.credits = credits
        self.purchases = purchases
        self.webhooks = webhooks
        self.holds = holds
        self.statements = statements
        self.usage = usage
        self.plans = plans
        self.audit = audit
        self.idempotency = idempotency
        self.readiness = readiness
        self.metrics = metrics
        self.configuration = configuration
        self.translate = translate
    }
}
