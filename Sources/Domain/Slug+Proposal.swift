import Foundation

extension Slug {
    /// The slug that a name suggests: `"Crème & Söhne"` → `creme-sohne`, `"Юлия"` → `yuliya`.
    ///
    /// Letters of other alphabets are transliterated (ICU: BGN/PCGN for Russian, Any-Latin and Latin-ASCII for all
    /// others); apostrophes vanish, everything else that cannot be written becomes the gap between two words. What is
    /// too long loses its end, at a word if possible; what is reserved or too short gets `-shop`.
    ///
    /// - Returns: `nil` when nothing of the name is left.
    package static func proposal(fromName name: String) -> Slug? {
        // A name is 120 characters at most; the bound keeps hostile text from costing more than that.
        let ascii = String(name.prefix(200)).applyingTransform(transliteration, reverse: false) ?? ""
        let words = ascii.filter { !vanishing.contains($0) }
            .split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let text = shortened(words.map(String.init), to: lengths.upperBound)
        guard !text.isEmpty else { return nil }
        return Slug(checked: text) ?? Slug(checked: appending("shop", to: text))
    }

    /// `count` slugs that resemble this one, the most telling first, for when it is taken.
    ///
    /// The same slug always gives the same suggestions, none of them reserved or the slug itself; whether they are free
    /// is for the caller to find out.
    package func alternatives(_ count: Int = 5) -> [Slug] {
        // Four to spare: cut to the longest length, a suggestion may be the slug itself.
        let suffixes = ["shop", "store", "online"] + (2...(max(0, count) + 4)).map(String.init)
        let found = suffixes.compactMap { Slug(checked: Self.appending($0, to: rawValue)) }
        return Array(found.filter { $0 != self }.prefix(max(0, count)))
    }

    /// This slug with six random characters behind it: one in two thousand million, for a name that must be had.
    package func withRandomSuffix() -> Slug {
        var generator = SystemRandomNumberGenerator()
        return withRandomSuffix(using: &generator)
    }

    func withRandomSuffix(using generator: inout some RandomNumberGenerator) -> Slug {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        while true {
            let suffix = String((0..<6).map { _ in alphabet.randomElement(using: &generator) ?? "x" })
            if let slug = Slug(checked: Self.appending(suffix, to: rawValue)) { return slug }
        }
    }

    private static let transliteration = StringTransform("Russian-Latin/BGN; Any-Latin; Latin-ASCII; Lower")
    private static let vanishing: Set<Character> = ["'", "\"", "’", "`", "ʹ", "ʺ"]

    private static func appending(_ suffix: String, to text: String) -> String {
        shortened([text], to: lengths.upperBound - suffix.utf8.count - 1) + "-" + suffix
    }

    private static func shortened(_ words: [String], to limit: Int) -> String {
        var text = ""
        for word in words {
            let longer = text.isEmpty ? word : text + "-" + word
            guard longer.count <= limit else { break }
            text = longer
        }
        if text.isEmpty, let first = words.first { text = String(first.prefix(limit)) }
        while text.hasSuffix("-") { text.removeLast() }
        return text
    }
}
