import Foundation

/// What the clocks of a time zone show, in whole seconds.
///
/// A *reading* is a local time, in seconds from the start of 1970 as if the clock showed UTC. Between two changes a
/// clock is some seconds ahead of UTC. All that it is ever ahead or behind differs by less than ``spread``.
struct ZoneClock: Hashable, Sendable {
    let zone: TimeZone

    /// More than lies between any two offsets of a zone: Samoa went from 11 hours behind to 13 ahead.
    static let spread: Int64 = 2 * 86_400

    /// How many seconds the clock is ahead of UTC.
    func offset(at instant: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant))))
    }

    /// When the clock is changed the next time; `Int64.max` for never.
    func change(after instant: Int64) -> Int64 {
        let date = zone.nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: Double(instant)))
        return date.map { max(Int64($0.timeIntervalSince1970.rounded(.up)), instant + 1) } ?? .max
    }

    /// The latest reading that was shown at an instant or before. That is not the last one when the clock was put back.
    func latestReading(at instant: Int64) -> Int64 {
        var latest = instant + offset(at: instant)
        var change = change(after: instant - Self.spread)
        while change <= instant {
            latest = max(latest, change - 1 + offset(at: change - 1))
            change = self.change(after: change)
        }
        return latest
    }

    /// When a reading is shown the first time or, if it never is, when the first later one is.
    func firstInstant(showing reading: Int64) -> Int64 {
        var instant = reading - Self.spread
        while true {
            let (offset, change) = (offset(at: instant), change(after: instant))
            if reading - offset < change { return max(instant, reading - offset) }
            instant = change
        }
    }
}
