import Domain
import Foundation
import Testing

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "are written in UTC with milliseconds, cut and not rounded",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_772_352_000.25, "2026-03-01T08:00:00.250Z"),
            (1_709_164_800, "2024-02-29T00:00:00.000Z"), (-0.001, "1969-12-31T23:59:59.999Z"),
            (951_782_399.9999, "2000-02-28T23:59:59.999Z"), (1_700_000_000.123, "2023-11-14T22:13:20.123Z"),
            (-62_135_596_800, "0001-01-01T00:00:00.000Z"), (1e18, "9999-12-31T23:59:59.999Z"),
        ])
    func written(seconds: Double, text: String) {
        #expect(Timestamp(Date(timeIntervalSince1970: seconds)).description == text)
    }

    @Test(
        "are read with any offset and precision",
        arguments: [
            ("2026-03-01T08:00:00Z", 1_772_352_000), ("2026-03-01t08:00:00.25z", 1_772_352_000.25),
            ("2026-03-01 10:30:00.250000+02:30", 1_772_352_000.25), ("2026-02-28T23:00:00.000-09:00", 1_772_352_000),
        ])
    func read(text: String, seconds: Double) {
        #expect(Timestamp(text)?.rawValue == Date(timeIntervalSince1970: seconds))
    }

    @Test(
        "are not read from anything else",
        arguments: [
            "", "2026-03-01", "2026-03-01T08:00:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z",
            "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00Z ", "+026-01-01T00:00:00Z", "２026-01-01T00:00:00Z",
        ])
    func refused(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("come back from their own text for every day of four centuries")
    func everyDay() {
        for day in 0..<146_097 {
            let date = Date(timeIntervalSince1970: Double(day - 70_000) * 86_400 + 12_345.678)
            let read = Timestamp(Timestamp(date).description)?.rawValue
            #expect(abs((read ?? .distantPast).timeIntervalSince(date)) < 0.001_01)
        }
    }

    @Test("ignore the date strategy of the encoder")
    func json() throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        let data = try encoder.encode([Timestamp(Date(timeIntervalSince1970: 0))])
        #expect(String(decoding: data, as: UTF8.self) == #"["1970-01-01T00:00:00.000Z"]"#)
        #expect(try JSONDecoder().decode([Timestamp].self, from: data).first?.rawValue.timeIntervalSince1970 == 0)
    }
}
