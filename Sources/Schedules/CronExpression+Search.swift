import Domain

/// Local times are seconds from the start of 1970, as if the local clock showed UTC.
extension CronExpression {
    /// The first minute of the local clock that fits and does not begin before a local time.
    ///
    /// Goes from month to month, and within one by sets of days, hours and minutes.
    ///
    /// - Returns: `nil` when there is none within forty years or before the year 10000. Forty years is how long the
    ///   rarest day stays away: a 29 February on a given day of the week, across 2100, 2200 or 2300.
    func firstTime(notBefore time: Int64) -> Int64? {
        let (day, second) = time.quotientAndRemainder(flooringBy: 86_400)
        let date = CivilDate(daysSince1970: day)
        var (year, month) = (date.year, date.month)
        var (fromDay, fromMinute) = (Int(date.day), Int(second + 59) / 60)
        for _ in 0...40 * 12 {
            guard let first = CivilDate(year: year, month: month, day: 1)?.daysSince1970 else { return nil }
            var days = self.days(of: month, of: year, from: first) & ~0 << UInt64(fromDay)
            while days != 0 {
                let day = days.trailingZeroBitCount
                if let minute = firstMinute(from: day == fromDay ? fromMinute : 0) {
                    return (first + Int64(day - 1)) * 86_400 + Int64(minute) * 60
                }
                days &= days - 1
            }
            (fromDay, fromMinute) = (1, 0)
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        }
        return nil
    }

    /// Whether there is a year with a day that fits. The 28 years from 2000 on hold every kind of year there is.
    var hasDays: Bool {
        (2_000...2_027 as ClosedRange<Int64>).contains { year in
            (1...12 as ClosedRange<Int64>).contains { month in
                guard let first = CivilDate(year: year, month: month, day: 1) else { return false }
                return days(of: month, of: year, from: first.daysSince1970) != 0
            }
        }
    }

    /// The days of a month that fit, as bits 1 to 31. `first` is its first day, counted from the start of 1970.
    private func days(of month: Int64, of year: Int64, from first: Int64) -> UInt64 {
        guard months.contains(Int(month)) else { return 0 }
        let last = Int(CivilDate.days(in: month, of: year))
        var byDate = daysOfMonth
        if byDate.contains(CronValues.lastDay) { byDate.insert(last) }
        let weekday = Int((first + 4).quotientAndRemainder(flooringBy: 7).remainder)  // 1970 began on a Thursday
        var byWeekday: UInt64 = 0
        for day in 0..<last where daysOfWeek.contains(CronValues.weekday(weekday + day, week: day / 7)) {
            byWeekday |= 2 << UInt64(day)
        }
        let needsBoth = daysOfMonth.beginsWithStar || daysOfWeek.beginsWithStar
        let days = needsBoth ? byDate.bits & byWeekday : byDate.bits | byWeekday
        return days & ((2 << UInt64(last)) - 2)
    }

    /// The first minute of a day that fits, counted from midnight, from another one on. That may be 1440: the next day.
    private func firstMinute(from start: Int) -> Int? {
        let (hour, minute) = start.quotientAndRemainder(dividingBy: 60)
        if hours.contains(hour), let later = minutes.first(from: minute) { return hour * 60 + later }
        guard let later = hours.first(from: hour + 1), let first = minutes.first() else { return nil }
        return later * 60 + first
    }
}
