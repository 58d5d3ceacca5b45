import Foundation

/// A day of the calendar in UTC, spelled `2026-03-01`. In the years 1 to 9999.
package struct Day: Hashable, Sendable {
    /// Days from the first of January 1970; negative before it.
    private let number: Int64

    private static let range = -719_162...Int64(2_932_896)

    private init(number: Int64) { self.number = min(max(number, Self.range.lowerBound), Self.range.upperBound) }

    /// The day on which an instant falls.
    package init(of instant: Timestamp) {
        let seconds = (instant.rawValue.timeIntervalSince1970).rounded(.down)
        let days = (seconds / 86_400).rounded(.down)
        self.init(number: Int64(min(max(days, -1e9), 1e9)))
    }

    /// Today, by this machine's clock.
    package static var today: Day { Day(of: .now) }

    /// The day that many days later, or earlier; not beyond the years there are.
    package func adding(days: Int) -> Day { Day(number: number + Int64(days)) }

    /// How many days later `other` is.
    package func days(to other: Day) -> Int { Int(other.number - number) }
}

extension Day: Comparable {
    /// Orders by time.
    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

extension Day: LosslessStringConvertible {
    /// Ten characters, `yyyy-MM-dd`.
    package var description: String {
        let date = CivilDate(daysSince1970: number)
        let (year, month, day) = (String(date.year), String(date.month), String(date.day))
        return String(repeating: "0", count: 4 - year.count) + year
            + (month.count < 2 ? "-0" : "-") + month + (day.count < 2 ? "-0" : "-") + day
    }

    /// Reads exactly `yyyy-MM-dd`; `nil` for anything else, and for days that do not exist.
    package init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]), year > 0,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        self.init(number: date.daysSince1970)
    }
}

extension Day: Encodable {
    /// Writes a single string.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
