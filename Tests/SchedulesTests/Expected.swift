import Domain
import Schedules
import Testing

/// Expects these ticks and no other between them. They are written in UTC without seconds, `2024-03-31T01:00`; those of
/// the day before them without the date.
func expect(
    _ text: String, in zone: String, after start: String, _ expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let schedule = try CronSchedule(CronExpression(parsing: text), timeZone: zone)
    var day: Substring = ""
    let instants = try expected.split(separator: " ").map { word in
        if word.contains("T") { day = word.prefix(11) }
        let seconds = word.split(separator: "T").last?.count == 5 ? ":00Z" : "Z"
        return try #require(Timestamp(day + word.split(separator: "T").suffix(1).joined() + seconds))
    }
    let ticks = schedule.ticks(
        after: try #require(Timestamp(start)), through: try #require(instants.last), limit: instants.count + 1)
    #expect(ticks == instants, "\(text) in \(zone)", sourceLocation: sourceLocation)
}
