/// Which minutes of a local clock something is due at, written as `cron` reads it: `30 4 * * MON-FRI`.
///
/// Five fields: minute (0–59), hour (0–23), day of month (1–31), month (1–12 or `JAN`–`DEC`) and day of week (0–7 or
/// `SUN`–`SAT`; 0 and 7 are Sunday). In each of them `*`, numbers, ranges (`9-17`), steps (`*/15`, `10-40/5`; `5/10` is
/// from 5 to the end), and lists of these. `L` is the last day of a month, `MON#2` its second Monday. Or one of
/// `@hourly`, `@daily`, `@midnight`, `@weekly`, `@monthly`, `@yearly` and `@annually`. Case does not matter.
///
/// Vixie's rule for days: where both the day of month and the day of week are restricted, a day that fits **either** of
/// them fits. A field that begins with `*` is not restricted; then a day must fit both, so `0 0 */2 * MON` means Mondays
/// with an odd date.
///
/// Two expressions are equal when they let the same times through and have their stars in the same fields.
package struct CronExpression: Hashable, Sendable {
    /// How long the text may be, in bytes.
    package static let maximumLength = 256

    let minutes: CronValues
    let hours: CronValues
    let daysOfMonth: CronValues
    let months: CronValues
    let daysOfWeek: CronValues

    /// Reads an expression. Spaces and tabs around it are dropped.
    ///
    /// Stricter than `cron`: a range never wraps around, a step is not longer than its field, and there must be a day
    /// that fits, in some year. `FRI-SUN` is fine: a Sunday at the end of a range is the seventh day.
    ///
    /// - Throws: ``CronSyntaxError``, the first thing that is wrong.
    package init(parsing text: String) throws(CronSyntaxError) {
        guard text.utf8.count <= Self.maximumLength else { throw CronSyntaxError(.tooLong) }
        var fields = text[...].split { $0 == " " || $0 == "\t" }
        if fields.count == 1, fields[0].hasPrefix("@") { fields = try Self.macro(fields[0]) }
        guard fields.count == CronField.allCases.count else { throw CronSyntaxError(.fieldCount(fields.count)) }
        minutes = try CronFieldParser(field: .minute).parse(fields[0])
        hours = try CronFieldParser(field: .hour).parse(fields[1])
        daysOfMonth = try CronFieldParser(field: .dayOfMonth).parse(fields[2])
        months = try CronFieldParser(field: .month).parse(fields[3])
        daysOfWeek = try CronFieldParser(field: .dayOfWeek).parse(fields[4])
        guard hasDays else {
            throw CronSyntaxError(.never, in: .dayOfMonth, found: fields[2...].joined(separator: " ")[...])
        }
    }

    private static func macro(_ name: Substring) throws(CronSyntaxError) -> [Substring] {
        switch name.lowercased() {
        case "@hourly": return ["0", "*", "*", "*", "*"]
        case "@daily", "@midnight": return ["0", "0", "*", "*", "*"]
        case "@weekly": return ["0", "0", "*", "*", "0"]
        case "@monthly": return ["0", "0", "1", "*", "*"]
        case "@yearly", "@annually": return ["0", "0", "1", "1", "*"]
        default:
            guard name.utf8.allSatisfy(CronFieldParser.isShown) else { throw CronSyntaxError(.forbiddenCharacter) }
            throw CronSyntaxError(.unknownMacro, found: name)
        }
    }

    /// Whether it means a rhythm and not times of day: the minute or the hour begins with `*`, as in `*/15 * * * *`.
    package var isRhythm: Bool { minutes.beginsWithStar || hours.beginsWithStar }
}
