import Foundation

/// Keeps the books, one call at a time, and hands out what they tell.
actor ReplayState {
    typealias Operation = @Sendable (inout ReplayBooks) throws(ReplayProblem) -> JSON

    private var books = ReplayBooks()
    /// First answers by idempotency key, with what was asked.
    private var kept = ReplayTable<(asked: String, answer: ReplayAnswer)>()
    private var outages: [ReplayOutage] = []
    private(set) var calls: [ReplayCall] = []
    private(set) var attempts: [ReplayAttempt] = []
    private(set) var receiver: ReplayReceiver?
    private var delivery = ReplayDelivery()
    private var held: [ReplayParcel] = []
    private let outbox: AsyncStream<ReplayParcel>.Continuation

    private static let remembered = 1000
    private static let heldAtMost = 10_000

    init(receiver: ReplayReceiver?, outbox: AsyncStream<ReplayParcel>.Continuation) {
        self.receiver = receiver
        self.outbox = outbox
    }

    /// Carries out a call that may have a key. Under one key it is carried out once; refused parameters do not use a
    /// key up.
    ///
    /// - Parameter asked: what has to be the same for it to be the same call.
    func answer(key: String?, asked: String, _ operation: Operation) -> ReplayAnswer {
        if let key, let kept = kept[key] {
            guard kept.asked == asked else {
                return ReplayAnswer(
                    ReplayProblem(
                        type: "idempotency_error",
                        message: "Keys for idempotent requests can only be used with the same parameters they were "
                            + "first used with."))
            }
            var answer = kept.answer
            answer.isReplayed = true
            return answer
        }
        let answer: ReplayAnswer
        do { answer = ReplayAnswer(try perform(operation)) } catch { answer = ReplayAnswer(error) }
        if let key, answer.status != 400, answer.status != 404 { kept.put((asked, answer), as: key) }
        return answer
    }

    /// Changes the books and sends on what that has told.
    func perform<Value>(
        _ operation: @Sendable (inout ReplayBooks) throws(ReplayProblem) -> Value
    ) throws(ReplayProblem) -> Value {
        books.now = Int64(Date().timeIntervalSince1970)
        defer { post() }
        return try operation(&books)
    }

    func listen(at baseURL: String) { books.baseURL = baseURL }

    // MARK: Calls and their trouble

    /// Writes a call down, and says what trouble it has.
    func receive(_ call: ReplayCall) -> ReplayOutage? {
        calls = calls.suffix(Self.remembered - 1) + [call]
        return outages.isEmpty ? nil : outages.removeFirst()
    }

    func plan(_ outage: ReplayOutage?, calls: Int) {
        outages = outage.map { Array(repeating: $0, count: min(max(calls, 0), Self.remembered)) } ?? []
    }

    // MARK: Webhooks

    func send(to receiver: ReplayReceiver?) { self.receiver = receiver }

    func setDelivery(_ delivery: ReplayDelivery) { self.delivery = delivery }

    func release(_ order: ReplayDelivery.Order) {
        let parcels: [ReplayParcel] =
            switch order {
            case .asMade: held
            case .reversed: held.reversed()
            case .shuffled: held.shuffled()
            }
        held = []
        for parcel in parcels { outbox.yield(parcel) }
    }

    func note(_ attempt: ReplayAttempt) { attempts = attempts.suffix(Self.remembered - 1) + [attempt] }

    private func post() {
        for event in books.takeHappenings() {
            for event in delivery.twins ? [event, books.twin(of: event)] : [event] {
                let parcel = ReplayParcel(
                    eventID: event.id, type: event.type, payload: ReplayAnswer.bytes(of: event.json))
                for _ in 0..<delivery.copies {
                    if !delivery.isHeld {
                        outbox.yield(parcel)
                    } else if held.count < Self.heldAtMost {
                        held.append(parcel)
                    }
                }
            }
        }
    }
}
