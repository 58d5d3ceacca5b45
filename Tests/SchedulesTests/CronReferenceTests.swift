import Domain
import Foundation
import Schedules
import TestSupport
import Testing

@Suite("Random cron schedules")
struct CronReferenceTests {
    static let zones = [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu",
        "America/Sao_Paulo", "America/Havana", "Africa/Cairo", "America/Caracas", "Antarctica/Troll", "Asia/Pyongyang",
        "Africa/Casablanca", "America/St_Johns", "Pacific/Kwajalein", "UTC",
    ]

    @Test("tick as a clock does that is looked at every minute", arguments: zones)
    func minutes(zone name: String) throws {
        let zone = try #require(TimeZone(identifier: name))
        var random = SplitMix(seed: UInt64(truncatingIfNeeded: name.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
        var count = 0
        for _ in 0..<12 {
            let beginning = Self.window(of: zone, using: &random)
            let readings = (0..<5 * 1_440).map { minute in
                let instant = Date(timeIntervalSince1970: Double(beginning + minute) * 60)
                return beginning + minute + zone.secondsFromGMT(for: instant) / 60
            }
            for _ in 0..<8 {
                let made = RandomExpression(using: &random)
                guard let expression = CronExpression(made.text) else { continue }
                let schedule = try CronSchedule(expression, timeZone: name)
                let start = Int.random(in: 2_880...4_500, using: &random)
                let expected = CronReference(expression: made).ticks(readings: readings, after: start)
                let ticks = schedule.ticks(
                    after: Self.instant(beginning + start), through: Self.instant(beginning + readings.count - 1),
                    limit: 10_000)
                #expect(
                    ticks == expected.map { Self.instant(beginning + $0) },
                    "\(made.text) after \(Self.instant(beginning + start))")
                count += ticks.count
            }
        }
        #expect(count > 1_000)
    }

    @Test("find days as a calendar does that is leafed through", arguments: [1, 2, 3] as [UInt64])
    func days(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        for _ in 0..<300 {
            let made = RandomExpression(using: &random)
            let reference = CronReference(expression: made)
            let start = Int.random(in: 10_000...30_000, using: &random)
            let expected = (start + 1..<CronReference.Day.all.count).first(where: reference.fits(day:))
            guard let expression = CronExpression("0 0 " + made.texts[2...].joined(separator: " ")) else {
                #expect(expected == nil, "\(made.text)")
                continue
            }
            let next = try CronSchedule(expression, timeZone: "UTC").next(after: Self.instant(start * 1_440))
            #expect(next == expected.map { Self.instant($0 * 1_440) }, "\(made.text) after day \(start)")
        }
    }

    @Test("have a next tick that is later, that nothing comes before, and that does not depend on where one starts")
    func order() throws {
        var random = SplitMix(seed: 11)
        for name in Self.zones {
            let zone = try #require(TimeZone(identifier: name))
            for _ in 0..<40 {
                guard let expression = CronExpression(RandomExpression(using: &random).text) else { continue }
                let schedule = try CronSchedule(expression, timeZone: name)
                let start = Self.instant(Self.window(of: zone, using: &random) + 3_000)
                let next = try #require(schedule.next(after: start))
                #expect(next > start)
                let between = start.rawValue.addingTimeInterval(
                    Double.random(in: 0..<1, using: &random) * next.rawValue.timeIntervalSince(start.rawValue))
                if Timestamp(between) < next { #expect(schedule.next(after: Timestamp(between)) == next) }
                let later = try #require(schedule.next(after: next))
                #expect(later > next)
            }
        }
    }

    /// The beginning of five days, in minutes from 1970 on: mostly with a change of the clocks in their middle.
    private static func window(of zone: TimeZone, using random: inout SplitMix) -> Int {
        let minute = Int.random(in: 4_000_000...28_000_000, using: &random)  // August 1977 to 2023
        let change = zone.nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: Double(minute) * 60))
        guard let change, Int.random(in: 0..<5, using: &random) > 0 else { return minute }
        return Int(change.timeIntervalSince1970) / 60 - 3_600 - Int.random(in: 0...1_000, using: &random)
    }

    private static func instant(_ minute: Int) -> Timestamp {
        Timestamp(Date(timeIntervalSince1970: Double(minute) * 60))
    }
}
