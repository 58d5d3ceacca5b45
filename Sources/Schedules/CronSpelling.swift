/// Writes one field of a cron expression: a star with the shortest step there is, if the field began with one, then
/// what is left as numbers, ranges or one range with a step, then `L` and `1#2`.
struct CronSpelling {
    let field: CronField
    let values: CronValues

    /// The field. Reading it gives the same values.
    var text: String {
        var numbers = field.range.filter(isWhole)
        var entries: [String] = []
        if values.beginsWithStar, let step = field.steps.first(where: { $0.isStep(of: field.range, in: numbers) }) {
            entries.append(step == 1 ? "*" : "*/\(step)")
            numbers.removeAll { ($0 - field.range.lowerBound).isMultiple(of: step) }
        }
        entries += Self.progression(numbers) ?? Self.runs(numbers)
        return (entries + specials).joined(separator: ",")
    }

    private func isWhole(_ number: Int) -> Bool {
        guard field == .dayOfWeek else { return values.contains(number) }
        return (0...4).allSatisfy { values.contains(CronValues.weekday(number, week: $0)) }
    }

    private var specials: [String] {
        switch field {
        case .dayOfMonth: return values.contains(CronValues.lastDay) ? ["L"] : []
        case .dayOfWeek:
            return field.range.filter { !isWhole($0) }.flatMap { day in
                (0...4).filter { values.contains(CronValues.weekday(day, week: $0)) }.map { "\(day)#\($0 + 1)" }
            }
        default: return []
        }
    }

    /// `10-40/5`, for three numbers or more that are equally far apart, but not neighbours.
    private static func progression(_ numbers: [Int]) -> [String]? {
        guard numbers.count >= 3, let first = numbers.first, let last = numbers.last else { return nil }
        let step = numbers[1] - first
        guard step > 1, Array(stride(from: first, through: last, by: step)) == numbers else { return nil }
        return ["\(first)-\(last)/\(step)"]
    }

    /// `0,5-9`: three neighbours or more become a range.
    private static func runs(_ numbers: [Int]) -> [String] {
        var entries: [String] = []
        var rest = numbers[...]
        while let first = rest.first {
            let run = rest.prefix { $0 - first == rest.firstIndex(of: $0).map { $0 - rest.startIndex } }
            entries += run.count >= 3 ? ["\(first)-\(first + run.count - 1)"] : run.map(String.init)
            rest = rest.dropFirst(run.count)
        }
        return entries
    }
}

extension Int {
    /// Whether a set holds every number that `*/n` stands for.
    fileprivate func isStep(of range: ClosedRange<Int>, in numbers: [Int]) -> Bool {
        stride(from: range.lowerBound, through: range.upperBound, by: self).allSatisfy(numbers.contains)
    }
}
