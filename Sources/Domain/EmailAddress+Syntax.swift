extension EmailAddress {
    /// Whether trimmed, lower-case text has the form that ``EmailAddress`` describes.
    static func isWellFormed(_ text: String) -> Bool {
        let halves = text.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return false }
        return isLocalPart(halves[0]) && isDomain(halves[1])
    }

    private typealias Scalars = Substring.UnicodeScalarView

    private static func isLocalPart(_ part: Scalars) -> Bool {
        guard 1...64 ~= String(part).utf8.count else { return false }
        let atoms = part.split(separator: ".", omittingEmptySubsequences: false)
        return atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomText) }
    }

    private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
        !#""(),:;<>[\]@"#.unicodeScalars.contains(scalar) && isVisible(scalar)
    }

    private static func isDomain(_ domain: Scalars) -> Bool {
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy(isLabel)
    }

    private static func isLabel(_ label: Scalars) -> Bool {
        guard 1...63 ~= String(label).utf8.count, label.first != "-", label.last != "-" else { return false }
        return label.allSatisfy { scalar in
            scalar == "-" || (scalar.isASCII ? isLetterOrDigit(scalar) : isVisible(scalar))
        }
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
    }

    /// Letters, marks, digits, punctuation and symbols: no space, control, format or unassigned character.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .surrogate, .privateUse,
            .unassigned:
            false
        default: true
        }
    }
}
