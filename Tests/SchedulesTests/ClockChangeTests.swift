import Domain
import Schedules
import Testing

@Suite("Cron schedules where clocks are changed")
struct ClockChangeTests {
    @Test(
        "bring a time of day that is skipped at the end of the gap, once",
        arguments: [
            // 02:00 becomes 03:00 at 01:00 UTC.
            ("30 2 * * *", "Europe/Berlin", "2024-03-30T12:00:00Z", "2024-03-31T01:00 2024-04-01T00:30"),
            ("0,30 2,3 * * *", "Europe/Berlin", "2024-03-31T00:00:00Z", "2024-03-31T01:00 01:30 2024-04-01T00:00"),
            (
                "0-59/5 1-2 * * SUN", "Europe/Berlin", "2024-03-31T00:45:00Z",
                "2024-03-31T00:50 00:55 01:00 2024-04-06T23:00"
            ),
            ("15 2 * * *", "America/New_York", "2024-03-10T00:00:00Z", "2024-03-10T07:00 2024-03-11T06:15"),
            // Half an hour: 02:00 becomes 02:30.
            ("15 2 * * *", "Australia/Lord_Howe", "2024-10-05T12:00:00Z", "2024-10-05T15:30 2024-10-06T15:15"),
            ("45 2 * * *", "Australia/Lord_Howe", "2024-10-05T12:00:00Z", "2024-10-05T15:45 2024-10-06T15:45"),
            // There is no midnight.
            ("@daily", "America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-04T03:00 2018-11-05T02:00"),
            // There is no 30 December 2011.
            (
                "0 9 * * *", "Pacific/Apia", "2011-12-29T12:00:00Z",
                "2011-12-29T19:00 2011-12-30T10:00 19:00 2011-12-31T19:00"
            ),
            ("0 12 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00Z", "2011-12-30T10:00 2012-12-29T22:00"),
            ("0 0 * * FRI", "Pacific/Apia", "2011-12-24T00:00:00Z", "2011-12-30T10:00 2012-01-05T10:00"),
            // Clocks that were 44 minutes and 30 seconds behind.
            (
                "0 0 * * *", "Africa/Monrovia", "1972-01-05T12:00:00Z",
                "1972-01-06T00:44:30 1972-01-07T00:44:30 1972-01-08T00:00"
            ),
        ])
    func gaps(text: String, zone: String, start: String, expected: String) throws {
        try expect(text, in: zone, after: start, expected)
    }

    @Test(
        "bring a time of day that is shown twice the first time only",
        arguments: [
            // 03:00 becomes 02:00 at 01:00 UTC.
            ("30 2 * * *", "Europe/Berlin", "2024-10-26T12:00:00Z", "2024-10-27T00:30 2024-10-28T01:30"),
            ("0 2,3 * * *", "Europe/Berlin", "2024-10-26T12:00:00Z", "2024-10-27T00:00 02:00 2024-10-28T01:00"),
            ("0 0-23 * * *", "Europe/Berlin", "2024-10-26T23:30:00Z", "2024-10-27T00:00 02:00 03:00"),
            // 02:00 becomes 01:00 at 06:00 UTC; asked between the two.
            ("30 1 * * *", "America/New_York", "2024-11-03T00:00:00Z", "2024-11-03T05:30 2024-11-04T06:30"),
            ("30 1 * * *", "America/New_York", "2024-11-03T05:45:00Z", "2024-11-04T06:30"),
            ("30 1 * * *", "America/New_York", "2024-11-03T06:15:00Z", "2024-11-04T06:30"),
            ("45 1 * * *", "Australia/Lord_Howe", "2024-04-06T12:00:00Z", "2024-04-06T14:45 2024-04-07T15:15"),
            // Midnight comes twice.
            ("@daily", "America/Havana", "2024-11-02T12:00:00Z", "2024-11-03T04:00 2024-11-04T05:00"),
        ])
    func repetitions(text: String, zone: String, start: String, expected: String) throws {
        try expect(text, in: zone, after: start, expected)
    }

    @Test(
        "let a rhythm go on with the time that passes",
        arguments: [
            ("0 * * * *", "Europe/Berlin", "2024-03-30T23:30:00Z", "2024-03-31T00:00 01:00 02:00"),
            ("0 * * * *", "Europe/Berlin", "2024-10-26T23:30:00Z", "2024-10-27T00:00 01:00 02:00"),
            ("*/20 * * * *", "Europe/Berlin", "2024-03-31T00:30:00Z", "2024-03-31T00:40 01:00 01:20"),
            (
                "*/30 2 * * *", "Europe/Berlin", "2024-10-26T22:00:00Z",
                "2024-10-27T00:00 00:30 01:00 01:30 2024-10-28T01:00"
            ),
            ("*/30 2 * * *", "Europe/Berlin", "2024-03-30T12:00:00Z", "2024-04-01T00:00"),
            ("0 */2 * * *", "Europe/Berlin", "2024-03-30T22:00:00Z", "2024-03-30T23:00 2024-03-31T02:00 04:00"),
            ("*/15 * * * *", "Australia/Lord_Howe", "2024-04-06T14:40:00Z", "2024-04-06T14:45 15:00 15:15 15:30"),
            (
                "*/30 1 * * *", "Australia/Lord_Howe", "2024-04-06T13:30:00Z",
                "2024-04-06T14:00 14:30 15:00 2024-04-07T14:30"
            ),
            ("0 * * * *", "Pacific/Apia", "2011-12-30T08:30:00Z", "2011-12-30T09:00 10:00 11:00"),
            ("0 */6 30 * *", "Pacific/Apia", "2011-12-02T00:00:00Z", "2012-01-29T10:00 16:00"),
        ])
    func rhythms(text: String, zone: String, start: String, expected: String) throws {
        try expect(text, in: zone, after: start, expected)
    }

    @Test("are at odd times of the hour where the zone is")
    func oddOffsets() throws {
        try expect(
            "0 9 * * *", in: "Asia/Kathmandu", after: "2024-01-01T00:00:00Z", "2024-01-01T03:15 2024-01-02T03:15")
        try expect("@hourly", in: "Asia/Kathmandu", after: "2024-01-01T00:00:00Z", "2024-01-01T00:15 01:15")
    }

    @Test("say so when a rhythm has no time in its zone: the fifth Sunday of March is when Berlin has no hour 2")
    func nothing() throws {
        let start = try #require(Timestamp("2024-01-01T00:00:00Z"))
        let expression = try CronExpression(parsing: "*/5 2 * 3 SUN#5")
        #expect(try CronSchedule(expression, timeZone: "Europe/Berlin").next(after: start) == nil)
        #expect(try CronSchedule(expression, timeZone: "UTC").next(after: start) == Timestamp("2024-03-31T02:00:00Z"))
        try expect(
            "0,5 2 * 3 SUN#5", in: "Europe/Berlin", after: "2024-01-01T00:00:00Z", "2024-03-31T01:00 2025-03-30T01:00")
    }
}
