/// One of the five fields of a cron expression, in the order in which they are written.
package enum CronField: Int, CaseIterable, Sendable {
    case minute, hour, dayOfMonth, month, dayOfWeek

    /// What people call it: `day of month`.
    package var name: String {
        switch self {
        case .minute: "minute"
        case .hour: "hour"
        case .dayOfMonth: "day of month"
        case .month: "month"
        case .dayOfWeek: "day of week"
        }
    }

    /// What may stand in it, as a sentence.
    package var rule: String {
        switch self {
        case .minute: "It takes * or 0 to 59, ranges like 10-40, steps like */15 or 10-40/5, and lists of these."
        case .hour: "It takes * or 0 to 23, ranges like 9-17, steps like */6 or 8-18/2, and lists of these."
        case .dayOfMonth:
            "It takes * or 1 to 31, L for the last day, ranges like 1-7, steps like */2, and lists of these."
        case .month: "It takes * or 1 to 12, JAN to DEC, ranges like APR-SEP, steps like */3, and lists of these."
        case .dayOfWeek:
            "It takes * or 0 to 7 (both are Sunday), SUN to SAT, ranges like MON-FRI, steps like 1-5/2, MON#2 for the "
                + "second Monday of a month, and lists of these."
        }
    }

    /// What `*` stands for.
    var range: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...6
        }
    }

    /// The numbers that may be written: with the second one for Sunday.
    var numbers: ClosedRange<Int> { self == .dayOfWeek ? 0...7 : range }

    /// The steps that may be written. A longer one would be no step at all: `*/90` is not every ninety minutes.
    var steps: ClosedRange<Int> { 1...numbers.upperBound }

    /// The number that a name of three letters stands for, in any case.
    func number(named name: Substring) -> Int? {
        let names = self == .month ? Self.monthNames : self == .dayOfWeek ? Self.dayNames : []
        return names.firstIndex(of: name.uppercased()).map { $0 + range.lowerBound }
    }

    private static let monthNames = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]
    private static let dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
}
