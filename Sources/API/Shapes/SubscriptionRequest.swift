import Domain
import Usage

/// What an operator sends to put a store on a plan.
struct SubscriptionRequest: RequestFields {
    let subscription: WantedSubscription

    /// Reads `plan`, `status` and `currentPeriodEnd`; without the latter two the subscription is active and has no end.
    init(from fields: inout FieldReader) throws {
        let plan = fields.line("plan", upTo: 40)
        if !fields.has("plan") { fields.note("plan", "This is needed.") }
        let status = fields.optional("status", Self.status)
        let end = fields.optional("currentPeriodEnd", Self.time)
        guard let plan, fields.isSound else { throw fields.failure }
        subscription = WantedSubscription(plan: plan, status: status ?? .active, currentPeriodEnd: end)
    }

    private struct Unreadable: InputError {
        let message: String
    }

    private static func status(_ text: String) throws(Unreadable) -> Subscription.Status {
        guard let status = Subscription.Status(rawValue: text) else {
            let all = Subscription.Status.allCases.map(\.rawValue).joined(separator: ", ")
            throw Unreadable(message: "This is one of \(all).")
        }
        return status
    }

    private static func time(_ text: String) throws(Unreadable) -> Timestamp {
        guard let time = Timestamp(text) else {
            throw Unreadable(message: "This is a time such as 2026-03-01T08:00:00.000Z.")
        }
        return time
    }
}
