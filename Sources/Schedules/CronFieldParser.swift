/// Reads one field of a cron expression.
struct CronFieldParser {
    let field: CronField

    /// - Throws: ``CronSyntaxError``, the first thing that is wrong.
    func parse(_ text: Substring) throws(CronSyntaxError) -> CronValues {
        guard text.utf8.allSatisfy(Self.isShown) else { throw CronSyntaxError(.forbiddenCharacter, in: field) }
        var values = CronValues(beginsWithStar: text.hasPrefix("*"))
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            try insert(entry, into: &values)
        }
        return values
    }

    /// What may be quoted in an error.
    static func isShown(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "*,-/#@?+.:_".utf8.contains(character)
        }
    }

    private func insert(_ entry: Substring, into values: inout CronValues) throws(CronSyntaxError) {
        if field == .dayOfMonth, entry == "L" || entry == "l" { return values.insert(CronValues.lastDay) }
        if field == .dayOfWeek, entry.contains("#") { return values.insert(try weekdayInMonth(entry)) }
        let parts = entry.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let step = parts.count == 2 ? try number(parts[1], in: entry, within: field.steps, or: .badStep) : nil
        let range = try range(parts[0], in: entry, isOpen: step != nil)
        for number in stride(from: range.lowerBound, through: range.upperBound, by: step ?? 1) {
            guard field == .dayOfWeek else { values.insert(number); continue }
            for week in 0...4 { values.insert(CronValues.weekday(number, week: week)) }
        }
    }

    /// `*`, `a-b`, or `a`, which with a step behind it goes on to the end.
    private func range(
        _ text: Substring, in entry: Substring, isOpen: Bool
    ) throws(CronSyntaxError) -> ClosedRange<Int> {
        if text == "*" { return field.range }
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let first = try value(ends[0], in: entry)
        guard ends.count == 2 else { return first...(isOpen ? max(first, field.range.upperBound) : first) }
        var last = try value(ends[1], in: entry)
        if field == .dayOfWeek, last == 0, first > 0, ends[1].uppercased() == "SUN" { last = 7 }
        guard first <= last else { throw CronSyntaxError(.backwards, in: field, found: entry) }
        return first...last
    }

    /// `MON#2`.
    private func weekdayInMonth(_ entry: Substring) throws(CronSyntaxError) -> Int {
        let parts = entry.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let day = try value(parts[0], in: entry)
        return CronValues.weekday(day, week: try number(parts[1], in: entry, within: 1...5, or: .outOfRange) - 1)
    }

    private func value(_ text: Substring, in entry: Substring) throws(CronSyntaxError) -> Int {
        if let number = field.number(named: text) { return number }
        return try number(text, in: entry, within: field.numbers, or: .outOfRange)
    }

    private func number(
        _ text: Substring, in entry: Substring, within range: ClosedRange<Int>, or problem: CronSyntaxError.Problem
    ) throws(CronSyntaxError) -> Int {
        guard !text.isEmpty else { throw CronSyntaxError(.empty, in: field) }
        guard text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
            throw CronSyntaxError(.unreadable, in: field, found: entry)
        }
        guard let number = Int(text), range ~= number else {  // `nil` is a number with too many digits
            throw CronSyntaxError(problem, in: field, found: entry)
        }
        return number
    }
}
