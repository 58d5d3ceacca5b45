import Domain
import Foundation
import Schedules
import Testing

@Suite("Cron schedules")
struct CronScheduleTests {
    @Test(
        "come on the days of the calendar",
        arguments: [
            ("*/15 * * * *", "2026-03-01T08:14:59Z", "2026-03-01T08:15 08:30 08:45 09:00"),
            ("10-40/15 8,10 * * *", "2026-03-01T00:00:00Z", "2026-03-01T08:10 08:25 08:40 10:10 10:25 10:40"),
            ("@hourly", "2026-12-31T22:30:00Z", "2026-12-31T23:00 2027-01-01T00:00"),
            ("@weekly", "2026-03-01T00:00:00Z", "2026-03-08T00:00 2026-03-15T00:00"),
            ("@yearly", "2026-01-01T00:00:00Z", "2027-01-01T00:00 2028-01-01T00:00"),
            ("0 0 31 * *", "2024-01-31T00:00:00Z", "2024-03-31T00:00 2024-05-31T00:00 2024-07-31T00:00"),
            (
                "0 0 L * *", "2023-12-31T00:00:00Z",
                "2024-01-31T00:00 2024-02-29T00:00 2024-03-31T00:00 2024-04-30T00:00"
            ),
            ("0 0 L 2 *", "2023-01-01T00:00:00Z", "2023-02-28T00:00 2024-02-29T00:00 2025-02-28T00:00"),
            ("0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00 2032-02-29T00:00"),
            ("0 0 29 2 *", "2096-02-29T00:00:00Z", "2104-02-29T00:00"),
            ("0 0 29 2 *", "1999-01-01T00:00:00Z", "2000-02-29T00:00"),
            ("0 0 */28 2 MON#5", "2072-02-29T00:00:00Z", "2112-02-29T00:00"),
            ("0 9 * * MON#2", "2024-09-01T00:00:00Z", "2024-09-09T09:00 2024-10-14T09:00 2024-11-11T09:00"),
            ("0 0 * * MON#5", "2024-09-01T00:00:00Z", "2024-09-30T00:00 2024-12-30T00:00"),
            ("0 0 * 2 7", "2026-02-20T00:00:00Z", "2026-02-22T00:00 2027-02-07T00:00"),
        ])
    func calendar(text: String, start: String, expected: String) throws {
        try expect(text, in: "UTC", after: start, expected)
    }

    @Test(
        "come on days that fit the date or the weekday, or both where a star stands",
        arguments: [
            ("0 0 13 * FRI", "2024-09-01T00:00:00Z", "2024-09-06T00:00 2024-09-13T00:00 2024-09-20T00:00"),
            ("0 0 10 * FRI", "2024-09-06T00:00:00Z", "2024-09-10T00:00 2024-09-13T00:00"),
            ("0 0 31 2 MON", "2024-01-31T00:00:00Z", "2024-02-05T00:00 2024-02-12T00:00"),
            ("0 0 * * FRI", "2024-09-01T00:00:00Z", "2024-09-06T00:00 2024-09-13T00:00"),
            ("0 0 13 * *", "2024-09-01T00:00:00Z", "2024-09-13T00:00 2024-10-13T00:00"),
            ("0 0 */2 * MON", "2024-09-01T00:00:00Z", "2024-09-09T00:00 2024-09-23T00:00 2024-10-07T00:00"),
            ("0 0 29 2 */7", "2025-01-01T00:00:00Z", "2032-02-29T00:00 2060-02-29T00:00"),
            ("0 0 L * */7", "2024-01-01T00:00:00Z", "2024-03-31T00:00 2024-06-30T00:00"),
        ])
    func days(text: String, start: String, expected: String) throws {
        try expect(text, in: "UTC", after: start, expected)
    }

    @Test("never wait longer than forty years, wherever they begin")
    func rarest() throws {
        for weekday in 0...6 {
            let schedule = try CronSchedule(CronExpression(parsing: "0 0 */28 2 \(weekday)#5"), timeZone: "UTC")
            var instant = try #require(Timestamp("2000-01-01T00:00:00Z"))
            var longest: TimeInterval = 0
            for _ in 0..<15 {
                let next = try #require(schedule.next(after: instant))
                longest = max(longest, next.rawValue.timeIntervalSince(instant.rawValue))
                instant = next
            }
            #expect(longest > 28 * 365 * 86_400 && longest < 40 * 366 * 86_400)
        }
    }

    @Test("are later than where they are asked from, by however little")
    func strictness() throws {
        let schedule = try CronSchedule(CronExpression(parsing: "0 12 * * *"), timeZone: "UTC")
        let noon = try #require(Timestamp("2026-03-01T12:00:00Z"))
        #expect(schedule.next(after: Timestamp(noon.rawValue.addingTimeInterval(-0.001))) == noon)
        #expect(schedule.next(after: noon) == Timestamp("2026-03-02T12:00:00Z"))
        #expect(
            schedule.next(after: Timestamp(noon.rawValue.addingTimeInterval(0.001)))
                == Timestamp("2026-03-02T12:00:00Z"))
    }

    @Test("are caught up with in order, as many as are asked for")
    func catchingUp() throws {
        let schedule = try CronSchedule(CronExpression(parsing: "0 * * * *"), timeZone: "UTC")
        let (start, end) = (
            try #require(Timestamp("2026-03-01T08:00:00Z")), try #require(Timestamp("2026-03-01T12:00:00Z"))
        )
        let all = schedule.ticks(after: start, through: end, limit: 100)
        #expect(all.map(\.description).map { $0.dropFirst(11).prefix(5) } == ["09:00", "10:00", "11:00", "12:00"])
        #expect(schedule.ticks(after: start, through: end, limit: 3) == Array(all.prefix(3)))
        #expect(schedule.ticks(after: all[2], through: end, limit: 3) == [all[3]])
        #expect(schedule.ticks(after: start, through: end, limit: 0).isEmpty)
        #expect(schedule.ticks(after: start, through: end, limit: -1).isEmpty)
        #expect(schedule.ticks(after: end, through: start, limit: 5).isEmpty)
    }

    @Test("may be asked from any instant there is", arguments: ["0 0 29 2 */7", "* * * * *", "30 2 * * *"])
    func extremes(text: String) throws {
        let schedule = try CronSchedule(CronExpression(parsing: text), timeZone: "Europe/Berlin")
        for seconds in [-Double.infinity, -1e300, -1e12] {
            let next = try #require(schedule.next(after: Timestamp(Date(timeIntervalSince1970: seconds))))
            #expect(next < Timestamp(Date(timeIntervalSince1970: -62_135_596_800 + 40 * 366 * 86_400)))
        }
        for seconds in [1e12, 1e300, Double.infinity] {
            #expect(schedule.next(after: Timestamp(Date(timeIntervalSince1970: seconds))) == nil)
        }
    }

    @Test(
        "have a zone of the IANA database",
        arguments: [
            "UTC", "GMT", "Europe/Kyiv", "US/Eastern", "Etc/GMT+5", "America/Argentina/Buenos_Aires", "Etc/UTC",
        ])
    func zones(name: String) throws {
        let schedule = try CronSchedule(CronExpression(parsing: "@daily"), timeZone: name)
        #expect(schedule.timeZone == name)
    }

    @Test(
        "are refused for any other zone",
        arguments: [
            "", "Mars/Olympus", "europe/berlin", " Europe/Berlin", "Europe/Berlin\u{0}x", "Europe", "Europe/", "/",
            "CET",
            "PST", "GMT+2", "+02:00", "../../etc/passwd", "/etc/localtime", "posix/Europe/Berlin",
            String(repeating: "Europe/", count: 1_000) + "Berlin",
        ])
    func unknownZones(name: String) {
        let error = #expect(throws: UnknownTimeZone.self) {
            try CronSchedule(CronExpression(parsing: "@daily"), timeZone: name)
        }
        #expect(error?.message.contains("Europe/Berlin") == true && error?.description == error?.message)
    }
}
