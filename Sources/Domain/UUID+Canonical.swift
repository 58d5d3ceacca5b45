package import Foundation

extension UUID {
    /// Reads `8-4-4-4-12` hexadecimal digits in any case, and nothing else: no braces, no `urn:uuid:`, no spaces.
    package init?(canonical text: String) {
        let hyphens = [8, 13, 18, 23]
        let digits = Array(text.utf8)
        guard digits.count == 36 else { return nil }
        for (index, digit) in digits.enumerated() {
            let fits = hyphens.contains(index) ? digit == UInt8(ascii: "-") : Self.isHexadecimal(digit)
            guard fits else { return nil }
        }
        self.init(uuidString: text)
    }

    /// `8-4-4-4-12` hexadecimal digits in lower case.
    package var canonical: String { uuidString.lowercased() }

    private static func isHexadecimal(_ digit: UInt8) -> Bool {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
