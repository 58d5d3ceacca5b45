/// A day of the Gregorian calendar, carried back before 1582 as ISO 8601 does.
///
/// Days are counted in cycles of 400 years of 146,097 days, with years that begin in March so that the leap day is
/// the last of its year.
package struct CivilDate: Equatable, Sendable {
    /// The year, with a year 0.
    package let year: Int64
    /// 1 to 12.
    package let month: Int64
    /// 1 to 31.
    package let day: Int64

    /// A day that exists in the years 0 to 9999, else `nil`.
    package init?(year: Int64, month: Int64, day: Int64) {
        guard 0...9_999 ~= year, 1...12 ~= month, 1...Self.days(in: month, of: year) ~= day else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The day that many days after the first of January 1970.
    package init(daysSince1970 days: Int64) {
        let (cycle, dayOfCycle) = (days + Self.daysToEpoch).quotientAndRemainder(flooringBy: Self.daysInCycle)
        let leapDaysBefore = dayOfCycle / 1_460 - dayOfCycle / 36_524 + dayOfCycle / 146_096
        let yearOfCycle = (dayOfCycle - leapDaysBefore) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
    }

    /// Days from the first of January 1970 to this day; negative before it.
    package var daysSince1970: Int64 {
        let yearFromMarch = month <= 2 ? year - 1 : year
        let (cycle, yearOfCycle) = yearFromMarch.quotientAndRemainder(flooringBy: 400)
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return cycle * Self.daysInCycle + dayOfCycle - Self.daysToEpoch
    }

    private static let daysInCycle: Int64 = 146_097
    /// From the first of March of the year 0 to the first of January 1970.
    private static let daysToEpoch: Int64 = 719_468

    /// How many days a month has. The month is 1 to 12.
    package static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int64 {
    /// Quotient rounded down, and the remainder, which is never negative.
    package func quotientAndRemainder(flooringBy divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
