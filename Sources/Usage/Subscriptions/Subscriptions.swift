package import Domain
package import Requests
package import Tenancy

/// Puts stores on plans and takes them off. A store has one live subscription at most; those that ended stay.
package struct Subscriptions: Sendable {
    private let master: Database<Master>
    private let standard: Int

    /// - Parameter storesPerAccount: stores an account may have whose stores are on no plan.
    package init(master: Database<Master>, storesPerAccount: Int) {
        self.master = master
        standard = storesPerAccount
    }

    /// Which plan a store is on.
    ///
    /// - Throws: ``PlanError/noSuchStore``, also for a stranger's store.
    package func subscription(of store: Store.ID, owner: Account.ID) async throws -> Subscription {
        try await read(store, of: owner, on: master.reading)
    }

    /// Makes a store's subscription the one that is wanted; asked for again, nothing changes.
    ///
    /// Another plan ends the old subscription and starts a new one. The same plan keeps its beginning and takes over
    /// the rest.
    ///
    /// - Throws: ``PlanError``: `noSuchStore`, `noSuchPlan` (also for one that stores cannot be put on any more, unless
    ///   the store is on it), `periodIsOver`.
    package func put(
        _ wanted: WantedSubscription, on store: Store.ID, by operator: Caller
    ) async throws -> Subscription {
        try await master.transaction { master in
            guard try await SubscriptionQueries.lockStore(store, on: master) else { throw PlanError.noSuchStore }
            let live = try await SubscriptionQueries.live(of: store, on: master)
            guard try await SubscriptionQueries.isAhead(wanted.currentPeriodEnd, on: master) else {
                throw PlanError.periodIsOver
            }
            if let live, live.plan == wanted.plan {
                if try await SubscriptionQueries.update(wanted, of: store, on: master) {
                    try await note("subscription.changed", wanted, before: live.plan, store, `operator`, on: master)
                }
            } else {
                guard try await PlanQueries.isActive(wanted.plan, on: master) else { throw PlanError.noSuchPlan }
                try await SubscriptionQueries.end(of: store, on: master)
                try await SubscriptionQueries.insert(wanted, of: store, on: master)
                try await note("subscription.started", wanted, before: live?.plan, store, `operator`, on: master)
            }
            return try await read(store, of: nil, on: master)
        }
    }

    /// Ends a store's subscription at once; a store without one stays so.
    ///
    /// - Throws: ``PlanError/noSuchStore``.
    package func end(of store: Store.ID, by operator: Caller) async throws {
        try await master.transaction { master in
            guard try await SubscriptionQueries.lockStore(store, on: master) else { throw PlanError.noSuchStore }
            guard let live = try await SubscriptionQueries.live(of: store, on: master) else { return }
            try await SubscriptionQueries.end(of: store, on: master)
            try await AuditQueries.insert(
                `operator`.entry("subscription.ended", store: store, detail: ["plan": live.plan]), on: master)
        }
    }

    private func note(
        _ act: String, _ wanted: WantedSubscription, before: String?, _ store: Store.ID, _ operator: Caller,
        on master: Session<Master>
    ) async throws {
        var detail = ["plan": wanted.plan, "status": wanted.status.rawValue]
        detail["before"] = before
        detail["currentPeriodEnd"] = wanted.currentPeriodEnd?.description
        try await AuditQueries.insert(`operator`.entry(act, store: store, detail: detail), on: master)
    }

    private func read(_ store: Store.ID, of owner: Account.ID?, on master: Session<Master>) async throws -> Subscription
    {
        guard let row = try await SubscriptionQueries.read(store, of: owner, on: master) else {
            throw PlanError.noSuchStore
        }
        return Subscription(
            storeId: store, plan: row.plan, status: row.status, currentPeriodStart: row.currentPeriodStart,
            currentPeriodEnd: row.currentPeriodEnd,
            limits: PlanLimits(
                maxStores: try await Plans.storeLimit(of: row.ownerId, standard: standard, on: master),
                dailyJobs: row.dailyJobs))
    }
}
