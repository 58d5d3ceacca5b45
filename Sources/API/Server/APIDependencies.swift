package import Domain

/// Everything the API stands on, built once by whoever starts it.
package struct APIDependencies: Sendable {
    /// Who people are.
    package var accounts: AccountPort
    /// The registry of stores.
    package var stores: StorePort
    /// Connecting their databases.
    package var provisioning: ProvisioningPort
    /// Promises, and how they are doing.
    package var jobs: JobPort
    /// Stores by hostname.
    package var storefront: StorefrontPort
    /// Credits.
    package var credits: CreditPort
    /// Answers to keyed requests.
    package var idempotency: IdempotencyPort
    /// What `/readyz` looks at.
    package var readiness: Readiness
    /// How to answer.
    package var configuration: APIConfiguration
    /// Says what an error from below means that does not explain itself: the master database is away, for one.
    package var translate: @Sendable (any Error) -> (any Failure)?

    /// One of each.
    package init(
        accounts: AccountPort, stores: StorePort, provisioning: ProvisioningPort, jobs: JobPort,
        storefront: StorefrontPort, credits: CreditPort, idempotency: IdempotencyPort, readiness: Readiness,
        configuration: APIConfiguration,
        translate: @escaping @Sendable (any Error) -> (any Failure)? = { _ in nil }
    ) {
        self.accounts = accounts
        self.stores = stores
        self.provisioning = provisioning
        self.jobs = jobs
        self.storefront = storefront
        self.credits = credits
        self.idempotency = idempotency
        self.readiness = readiness
        self.configuration = configuration
        self.translate = translate
    }
}
