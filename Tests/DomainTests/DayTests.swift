import Domain
import Foundation
import Testing

@Suite("Days")
struct DayTests {
    @Test("are written as they are read", arguments: ["2026-03-01", "2024-02-29", "0001-01-01", "9999-12-31"])
    func spelling(text: String) {
        #expect(Day(text)?.description == text)
    }

    @Test(
        "are not read from anything else",
        arguments: [
            "", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-01 ", "2026/01/01",
            "2026-01-01T00:00:00Z", "-026-01-01", "+026-01-01", "0000-01-01", "12026-01-01", "２０２６-01-01", "2026-01-+1",
        ])
    func refused(text: String) {
        #expect(Day(text) == nil)
    }

    @Test(
        "begin at midnight UTC",
        arguments: [
            (0, "1970-01-01"), (-0.001, "1969-12-31"), (86_399.999, "1970-01-01"), (86_400, "1970-01-02"),
            (1e30, "9999-12-31"), (-1e30, "0001-01-01"),
        ])
    func instants(seconds: Double, text: String) {
        #expect(Day(of: Timestamp(Date(timeIntervalSince1970: seconds))).description == text)
    }

    @Test("are counted over leap days and the ends of years")
    func counting() throws {
        let day = try #require(Day("2024-02-28"))
        #expect(day.adding(days: 2).description == "2024-03-01" && day.adding(days: -59).description == "2023-12-31")
        #expect(day.days(to: try #require(Day("2025-02-28"))) == 366)
        #expect(day < day.adding(days: 1) && Day("9999-12-31")?.adding(days: 1) == Day("9999-12-31"))
    }
}
