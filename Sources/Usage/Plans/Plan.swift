/// What a subscription may be to. Encodes to the plan object of the HTTP API.
package struct Plan: Sendable, Encodable, Equatable {
    /// Such as `starter`.
    package let id: String
    package let name: String
    package let limits: PlanLimits
}

/// How much of what.
package struct PlanLimits: Sendable, Encodable, Equatable {
    /// Stores of one account.
    package let maxStores: Int
    /// Jobs that may be asked for per store and day, in UTC; `nil` for any number.
    package let dailyJobs: Int?

    package init(maxStores: Int, dailyJobs: Int?) {
        self.maxStores = maxStores
        self.dailyJobs = dailyJobs
    }

    private enum CodingKeys: String, CodingKey { case maxStores, dailyJobs }

    /// Writes both members always.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(maxStores, forKey: .maxStores)
        try container.encode(dailyJobs, forKey: .dailyJobs)
    }
}
