package import Domain
import Foundation

/// The instants that a cron expression means in a time zone.
///
/// Where clocks never change, these are the minutes whose local time fits. Where they do, it depends on what the
/// expression means, as with Debian's `cron`:
///
/// - **Times of day** (neither minute nor hour begins with `*`: `30 2 * * *`, `0,30 1-3 * * MON`) come once each. One
///   that is skipped because clocks go forward comes at the first instant after the gap, together with all others of
///   the gap and with what is due then anyway. One that is shown twice because clocks go back comes the first time.
/// - **Rhythms** (`*/15 * * * *`, `0 * * * *`, `* 2 * * *`) keep to the time that passes: an hour that is skipped has
///   none of them, an hour that is shown twice has them twice.
///
/// Rules of zones are those that the program's Foundation was built with.
package struct CronSchedule: Hashable, Sendable {
    /// Which local times.
    package let expression: CronExpression
    /// Whose local times: a name of the IANA database, as it was given.
    package let timeZone: String

    private let clock: ZoneClock

    /// An expression in a time zone, such as `Europe/Berlin` or `UTC`.
    ///
    /// - Throws: ``UnknownTimeZone``. Abbreviations such as `CET`, offsets such as `GMT+2` and other capital letters
    ///   are refused too; at most 64 bytes.
    package init(_ expression: CronExpression, timeZone name: String) throws(UnknownTimeZone) {
        guard Self.isZoneName(name), let zone = TimeZone(identifier: name) else { throw UnknownTimeZone() }
        self.expression = expression
        timeZone = name
        clock = ZoneClock(zone: zone)
    }

    /// The first instant that is later, whole minutes of the local clock but after a gap.
    ///
    /// Takes some microseconds, also when the answer is decades away. Instants outside the years 1 to 9999 are taken as
    /// the nearest inside.
    ///
    /// - Returns: `nil` when there is none for forty years. For times of day that happens only near the end of the year
    ///   9999; for a rhythm also when its zone skips the very hour every time: `*/5 2 * 3 SUN#5` in Berlin.
    package func next(after instant: Timestamp) -> Timestamp? {
        let seconds = instant.rawValue.timeIntervalSince1970.rounded(.down)
        let start = Int64(min(max(seconds, -62_135_596_800), 253_402_300_799))
        let next = expression.isRhythm ? nextShown(after: start) : nextReached(after: start)
        return next.map { Timestamp(Date(timeIntervalSince1970: Double($0))) }
    }

    /// What is due later than one instant and not later than another, in order: what was missed, for instance.
    ///
    /// No more than `limit` are returned. When there are that many, ask again from the last one on.
    package func ticks(after start: Timestamp, through end: Timestamp, limit: Int) -> [Timestamp] {
        var ticks: [Timestamp] = []
        while ticks.count < limit, let next = next(after: ticks.last ?? start), next <= end { ticks.append(next) }
        return ticks
    }

    /// Times of day: the next that the clock has not shown or passed yet, when it does.
    private func nextReached(after start: Int64) -> Int64? {
        expression.firstTime(notBefore: clock.latestReading(at: start) + 1).map(clock.firstInstant)
    }

    /// Rhythms: the next reading that fits, looked for between one change of the clock and the following.
    private func nextShown(after start: Int64) -> Int64? {
        var instant = start + 1
        let end = start + 40 * 366 * 86_400
        while instant <= end {
            let (offset, change) = (clock.offset(at: instant), clock.change(after: instant))
            guard let time = expression.firstTime(notBefore: instant + offset) else { return nil }
            if time - offset < change { return time - offset }
            // No clock is put back so far that it shows before `time`, later than `spread` from here, what was looked
            // at here; nor so far forward that it shows `time` earlier than `spread` before it is due here.
            let isFar = change - instant >= ZoneClock.spread
            instant = isFar ? max(change, time - offset - ZoneClock.spread) : change
        }
        return nil
    }

    /// Whether a name has the form of those in the IANA database that are places, or `UTC` or `GMT`.
    private static func isZoneName(_ name: String) -> Bool {
        if name == "UTC" || name == "GMT" { return true }
        guard name.utf8.count <= 64, name.contains("/") else { return false }
        return name.utf8.allSatisfy { character in
            switch character {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "/_+-".utf8.contains(character)
            }
        }
    }
}
