package import Domain

/// Everything a caller may be told about usage, plans and subscriptions.
package enum PlanError: Failure, Equatable {
    case noSuchStore
    case noSuchPlan
    case periodIsOver
    /// - `wait`: until the next day begins.
    case jobLimitReached(Int, wait: Duration)

    /// What may be said about it.
    package var explanation: Explanation {
        switch self {
        case .noSuchStore: Explanation(.notFound, "not_found", "There is no such store in this account.")
        case .noSuchPlan:
            InvalidInput("plan", "There is no such plan. GET /api/plans lists those that can be had.").explanation
        case .periodIsOver: InvalidInput("currentPeriodEnd", "This lies in the future.").explanation
        case .jobLimitReached(let limit, let wait):
            Explanation(
                .rateLimited, "job_limit_reached",
                "The store's plan allows \(limit) jobs a day. The next day begins at midnight UTC.", retryAfter: wait)
        }
    }
}
