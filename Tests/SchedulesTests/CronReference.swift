import Foundation

/// What a cron expression means, worked out as a daemon would: minute by minute, with a clock that is looked at.
struct CronReference {
    let expression: RandomExpression

    /// A day of the calendar, by Foundation's own `Calendar`.
    struct Day: Sendable {
        let day: Int
        let month: Int
        let weekday: Int

        /// Days from the first of January 1970, for some decades.
        static let all: [Day] = {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = .gmt
            return (0..<45_000).map { number in
                let date = Date(timeIntervalSince1970: Double(number) * 86_400)
                let parts = calendar.dateComponents([.day, .month, .weekday], from: date)
                return Day(day: parts.day ?? 0, month: parts.month ?? 0, weekday: (parts.weekday ?? 0) - 1)
            }
        }()
    }

    func fits(day number: Int) -> Bool {
        let day = Day.all[number]
        let (byDate, byWeekday) = (expression.values[2][day.day], expression.values[4][day.weekday])
        let isEither = !expression.isStar(2) && !expression.isStar(4)
        return expression.values[3][day.month] && (isEither ? byDate || byWeekday : byDate && byWeekday)
    }

    /// Whether a minute of the local clock fits, counted from the start of 1970.
    func fits(minute: Int) -> Bool {
        expression.values[0][minute % 60] && expression.values[1][minute / 60 % 24] && fits(day: minute / 1_440)
    }

    /// The ticks among the minutes of a window, given as what the local clock shows in each of them. Those up to
    /// `start` only tell what it has shown.
    func ticks(readings: [Int], after start: Int) -> [Int] {
        var ticks: [Int] = []
        var reached = readings[0]
        for (minute, reading) in readings.enumerated() {
            var isDue = (expression.isStar(0) || expression.isStar(1)) && fits(minute: reading)
            while reached < reading {
                reached += 1
                if !expression.isStar(0), !expression.isStar(1), fits(minute: reached) { isDue = true }
            }
            if isDue, minute > start { ticks.append(minute) }
        }
        return ticks
    }
}
