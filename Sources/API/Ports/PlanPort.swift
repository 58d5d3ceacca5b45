package import Domain
package import Requests
package import Usage

/// What the routes ask of plans and subscriptions.
package struct PlanPort: Sendable {
    /// Plans that can be had, smallest first.
    package var all: @Sendable () async throws -> [Plan]
    /// Which one the owner's store is on. A stranger's store is `not_found`.
    package var subscription: @Sendable (Store.ID, _ owner: Account.ID) async throws -> Subscription
    /// Puts any store on a plan.
    package var put: @Sendable (WantedSubscription, Store.ID, Caller) async throws -> Subscription
    /// Takes any store off its plan.
    package var end: @Sendable (Store.ID, Caller) async throws -> Void

    /// Calls one by one.
    package init(
        all: @escaping @Sendable () async throws -> [Plan],
        subscription: @escaping @Sendable (Store.ID, Account.ID) async throws -> Subscription,
        put: @escaping @Sendable (WantedSubscription, Store.ID, Caller) async throws -> Subscription,
        end: @escaping @Sendable (Store.ID, Caller) async throws -> Void
    ) {
        self.all = all
        self.subscription = subscription
        self.put = put
        self.end = end
    }

    /// The real thing.
    package init(plans: Plans, subscriptions: Subscriptions) {
        self.init(
            all: { try await plans.all() },
            subscription: { try await subscriptions.subscription(of: $0, owner: $1) },
            put: { try await subscriptions.put($0, on: $1, by: $2) },
            end: { try await subscriptions.end(of: $0, by: $1) })
    }
}
