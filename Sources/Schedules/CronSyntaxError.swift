/// Why a text is no cron expression.
///
/// Its ``message`` shows the person who typed what stands where. At most 24 characters are quoted, and only letters,
/// digits and signs of `*,-/#@?+.:_`. Where nothing of a value may be repeated, ``rule`` is the part without it.
package struct CronSyntaxError: Error, Hashable, Sendable {
    /// The rule that was broken.
    package enum Problem: Hashable, Sendable {
        case tooLong, forbiddenCharacter, unknownMacro
        /// There are so many fields, not five.
        case fieldCount(Int)
        case empty, unreadable, outOfRange, backwards, badStep
        /// No year has a day that fits.
        case never
    }

    /// The first rule that the text broke.
    package let problem: Problem
    /// Where; `nil` when it is the whole text.
    package let field: CronField?
    /// What stands there, or its beginning. Empty when it cannot be shown.
    package let found: String

    init(_ problem: Problem, in field: CronField? = nil, found: Substring = "") {
        self.problem = problem
        self.field = field
        self.found = found.utf8.count > 24 ? found.prefix(24) + "…" : String(found)
    }

    /// What is wrong, with the text that is, and what may stand there.
    package var message: String { "\(complaint) \(rule)" }

    /// What may stand there; repeats nothing of the text.
    package var rule: String {
        switch problem {
        case .tooLong: "A cron expression has at most \(CronExpression.maximumLength) characters."
        case .unknownMacro: "There are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually."
        case .never: "Choose a day that the month has."
        case .badStep: field.map { "A step is \($0.steps.lowerBound) to \($0.steps.upperBound) there." } ?? Self.form
        default: field?.rule ?? Self.form
        }
    }

    private static let form =
        "There are five, with spaces between them: minute, hour, day of month, month and day of week, like 30 4 * * MON."

    private var complaint: String {
        let place = field.map { "The \($0.name) field" } ?? "The expression"
        return switch problem {
        case .tooLong: "This is too long."
        case .forbiddenCharacter: "\(place) has a character that means nothing there."
        case .unknownMacro: "“\(found)” is not known."
        case .fieldCount(let count): "The expression has \(count == 1 ? "one field" : "\(count) fields")."
        case .empty: "\(place) has a number missing beside a comma, hyphen, slash or hash."
        case .unreadable: "\(place) has “\(found)”, which means nothing there."
        case .outOfRange: "\(place) has “\(found)”, which is too small or too large."
        case .backwards: "\(place) has “\(found)”, which runs backwards; write two ranges with a comma between them."
        case .badStep: "\(place) has “\(found)”, with a step it does not take."
        case .never: "It would never run: no year has a day that fits “\(found)” (day of month, month, day of week)."
        }
    }
}

extension CronSyntaxError: CustomStringConvertible {
    /// The same as ``message``.
    package var description: String { message }
}
