extension Slug {
    /// Why a text is no slug, what the rule is, and what would be one.
    package struct ParseError: InputError, Equatable {
        /// The rule that was broken.
        package enum Problem: Sendable {
            case empty, tooShort, tooLong, forbiddenCharacter, misplacedHyphen, reserved
        }

        /// The first rule that the text broke.
        package let problem: Problem
        /// The nearest slug to what was typed, if there is one.
        package let suggestion: Slug?

        /// The rule as a sentence, and the suggestion; never the text that was refused.
        package var message: String {
            guard let suggestion else { return rule }
            return "\(rule) How about “\(suggestion)”?"
        }

        private var rule: String {
            switch problem {
            case .empty: "A slug is needed here."
            case .tooShort: "A slug has at least \(Slug.lengths.lowerBound) characters."
            case .tooLong: "A slug has at most \(Slug.lengths.upperBound) characters."
            case .forbiddenCharacter: "A slug has only the letters a to z, digits and hyphens."
            case .misplacedHyphen: "A slug has single hyphens, none at its start or end."
            case .reserved: "The platform keeps this name for itself."
            }
        }
    }
}
