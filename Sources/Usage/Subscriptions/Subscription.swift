package import Domain

/// The plan a store is on, or that it is on none, and what holds for it. Encodes to the subscription object of the HTTP
/// API.
package struct Subscription: Sendable, Encodable, Equatable {
    /// How it stands with the payment of a live one.
    package enum Status: String, Sendable, Codable, CaseIterable {
        case trialing, active, pastDue = "past_due"
    }

    package let storeId: Store.ID
    /// `nil` without a live subscription; so are the next three.
    package let plan: String?
    package let status: Status?
    package let currentPeriodStart: Timestamp?
    /// Also `nil` for one without an end.
    package let currentPeriodEnd: Timestamp?
    /// What holds at this moment: stores for the account, which another store's plan may allow, and jobs for this store.
    package let limits: PlanLimits

    private enum CodingKeys: String, CodingKey {
        case storeId, plan, status, currentPeriodStart, currentPeriodEnd, limits
    }

    /// Writes every member, `null` where there is nothing.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(storeId, forKey: .storeId)
        try container.encode(plan, forKey: .plan)
        try container.encode(status, forKey: .status)
        try container.encode(currentPeriodStart, forKey: .currentPeriodStart)
        try container.encode(currentPeriodEnd, forKey: .currentPeriodEnd)
        try container.encode(limits, forKey: .limits)
    }
}

/// What an operator wants a store's subscription to be.
package struct WantedSubscription: Sendable, Equatable {
    /// The id of a plan.
    package let plan: String
    package let status: Subscription.Status
    /// In the future; `nil` for no end.
    package let currentPeriodEnd: Timestamp?

    package init(plan: String, status: Subscription.Status = .active, currentPeriodEnd: Timestamp? = nil) {
        self.plan = plan
        self.status = status
        self.currentPeriodEnd = currentPeriodEnd
    }
}
