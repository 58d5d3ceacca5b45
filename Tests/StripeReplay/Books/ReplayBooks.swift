import Stripe

/// Everything that Stripe would know, and its rules for it. Time and chance come from outside.
struct ReplayBooks: Sendable {
    static let apiVersion = StripeConfiguration.apiVersion

    var sessions = ReplayTable<ReplaySession>()
    var payments = ReplayTable<ReplayPayment>()
    var charges = ReplayTable<ReplayCharge>()
    var refunds = ReplayTable<ReplayRefund>()
    var disputes = ReplayTable<ReplayDispute>()
    private(set) var events = ReplayTable<ReplayEvent>()
    /// What has happened since this was last emptied.
    private var happenings: [ReplayEvent] = []

    /// Where pages are shown, without a slash at the end.
    var baseURL = ""
    /// The time of the call that is being answered, in seconds since 1970.
    var now: Int64 = 0

    /// Writes down that something happened.
    mutating func tell(_ type: String, _ object: JSON) {
        let event = ReplayEvent(id: Self.newID("evt_"), type: type, created: now, object: object)
        events.put(event, as: event.id)
        happenings.append(event)
    }

    /// The same happening under another event's name.
    mutating func twin(of event: ReplayEvent) -> ReplayEvent {
        let twin = ReplayEvent(id: Self.newID("evt_"), type: event.type, created: event.created, object: event.object)
        events.put(twin, as: twin.id)
        return twin
    }

    /// Takes what has happened since the last time, oldest first.
    mutating func takeHappenings() -> [ReplayEvent] {
        defer { happenings = [] }
        return happenings
    }

    func event(_ id: String) throws(ReplayProblem) -> JSON {
        guard let event = events[id] else { throw .noSuch("event", id) }
        return event.json
    }

    static func newID(_ prefix: String) -> String {
        prefix + String((0..<24).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] })
    }

    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

    /// A page of a list as Stripe writes it, newest first.
    static func list(
        _ objects: [(id: String, json: JSON)], at url: String, _ form: ReplayForm
    ) throws(ReplayProblem) -> JSON {
        let limit = try form.integer("limit") ?? 10
        guard 1...100 ~= limit else { throw .invalid("limit", "This value must be between 1 and 100.") }
        var rest = objects[...]
        if let last = form["starting_after"] {
            guard let position = rest.firstIndex(where: { $0.id == last }) else {
                throw .noSuch("object", last, param: "starting_after", status: 400)
            }
            rest = rest[(position + 1)...]
        }
        return [
            "object": "list", "url": .text(url), "has_more": .bool(rest.count > limit),
            "data": .array(rest.prefix(Int(limit)).map(\.json)),
        ]
    }
}
