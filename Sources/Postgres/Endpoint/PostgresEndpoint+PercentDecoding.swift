extension PostgresEndpoint {
    /// Percent-decodes strictly: both digits must be there and the whole be UTF-8 without NUL.
    static func decoded(_ text: Substring) throws(ParseError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexadecimal), let low = rest.popFirst().flatMap(hexadecimal)
            else { throw .invalidEncoding }
            bytes.append(high << 4 | low)
        }
        guard !bytes.contains(0) else { throw .containsNUL }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw .invalidEncoding }
        return decoded
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
