import Domain
import Hummingbird
import Usage

/// The days that somebody asks about: `from` and `to`, both included, thirty days up to today without them.
struct UsageDays {
    let range: ClosedRange<Day>

    init(of request: Request) throws(InvalidInput) {
        var query = QueryReader(request)
        let from = query.value("from", "This is a day such as 2026-03-01.") { Day($0) }
        let to = query.value("to", "This is a day such as 2026-03-31.") { Day($0) }
        try query.check()
        let last = to ?? .today
        let first = from ?? last.adding(days: -29)
        guard first <= last else { throw InvalidInput("from", "This is not after the last day.") }
        guard first.days(to: last) < UsageHistory.longest else {
            throw InvalidInput("from", "At most \(UsageHistory.longest) days can be asked for at once.")
        }
        range = first...last
    }
}
