import CIdn2

/// The name of a host as requests and registries compare it: lower-case ASCII, no port, no dot at the end.
///
/// International names stand in their ASCII form (IDNA 2008 with UTS 46 mapping, `münchen.example` →
/// `xn--mnchen-3ya.example`), so two spellings of one host are equal. At most 253 bytes in labels of 1 to 63
/// (RFC 1035 §2.3.4) out of `a`–`z`, `0`–`9`, hyphens and underscores. An IP address is a hostname too, one that
/// simply belongs to no store.
package struct Hostname: Hashable, Sendable {
    /// The name itself.
    package let rawValue: String

    /// Reads a `Host` header, an authority or what somebody typed: `Shop.Example.com.:8080` is `shop.example.com`.
    ///
    /// One port and one dot at the end are dropped, in that order. IPv6 addresses keep their brackets.
    ///
    /// - Returns: `nil` for anything that no host can be named, user information and paths included.
    package init?(_ text: String) {
        guard 1...512 ~= text.utf8.count, var name = Self.withoutPort(text[...]) else { return nil }
        if name.hasPrefix("[") {
            guard let address = Self.bracketedAddress(name) else { return nil }
            rawValue = address
            return
        }
        if name.hasSuffix(".") { name.removeLast() }
        guard let ascii = Self.isASCII(name) ? name.lowercased() : Self.asciiForm(of: name),
            Self.isWellFormed(ascii), Self.hasReadableLabels(ascii)
        else { return nil }
        rawValue = ascii
    }

    private static func withoutPort(_ text: Substring) -> Substring? {
        let nameEnd = text.hasPrefix("[") ? text.firstIndex(of: "]") : text.startIndex
        guard let nameEnd else { return nil }
        guard let colon = text[nameEnd...].firstIndex(of: ":") else { return text }
        let port = text[colon...].dropFirst().utf8
        guard port.count <= 5, port.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
        return text[..<colon]
    }

    private static func isASCII(_ text: Substring) -> Bool { text.utf8.allSatisfy { $0 < 128 } }

    private static func bracketedAddress(_ text: Substring) -> String? {
        let address = text.dropFirst().dropLast().lowercased()
        guard text.hasSuffix("]"), 2...45 ~= address.utf8.count, address.contains(":"),
            address.allSatisfy({ $0.isASCII && ($0.isHexDigit || $0 == ":" || $0 == ".") })
        else { return nil }
        return "[\(address)]"
    }

    private static func isWellFormed(_ name: String) -> Bool {
        guard 1...253 ~= name.utf8.count else { return false }
        return name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            1...63 ~= label.count && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy(isAllowed)
        }
    }

    private static func isAllowed(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Labels that claim to be encoded (`xn--`) must be what IDNA would have written.
    private static func hasReadableLabels(_ name: String) -> Bool {
        guard name.split(separator: ".").contains(where: { $0.hasPrefix("xn--") }) else { return true }
        return asciiForm(of: name[...]) == name
    }

    /// libidn2's lookup form; `nil` when the name has none. Not called for names that are ASCII already.
    private static func asciiForm(of name: Substring) -> String? {
        var output: UnsafeMutablePointer<CChar>?
        let flags = CInt(bitPattern: IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
        guard !name.utf8.contains(0), idn2_to_ascii_8z(String(name), &output, flags) == IDN2_OK.rawValue, let output
        else { return nil }
        defer { idn2_free(output) }
        return String(cString: output).lowercased()
    }
}

extension Hostname: RawRepresentable, LosslessStringConvertible, Codable {
    /// The same rules as ``init(_:)``.
    package init?(rawValue: String) { self.init(rawValue) }

    /// The name itself.
    package var description: String { rawValue }
}
