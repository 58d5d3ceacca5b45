extension CronExpression: LosslessStringConvertible {
    /// The expression in numbers, with single spaces: one text for all that are equal, and it reads as them.
    package var description: String {
        [
            CronSpelling(field: .minute, values: minutes), CronSpelling(field: .hour, values: hours),
            CronSpelling(field: .dayOfMonth, values: daysOfMonth), CronSpelling(field: .month, values: months),
            CronSpelling(field: .dayOfWeek, values: daysOfWeek),
        ].map(\.text).joined(separator: " ")
    }

    /// The same rules as ``init(parsing:)``, `nil` instead of a reason.
    package init?(_ description: String) {
        guard let expression = try? Self(parsing: description) else { return nil }
        self = expression
    }
}
