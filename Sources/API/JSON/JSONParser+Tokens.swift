extension JSONParser {
    /// The byte to be read next; `nil` at the end.
    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
        while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    /// Skips white space, and the character if it stands there.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Says where it went wrong, never what stood there.
    func malformed(_ message: String) -> JSONFault {
        JSONFault("This is not JSON, at byte \(position): \(message)")
    }

    /// The text of a number (RFC 8259 §6).
    mutating func number() throws(JSONFault) -> String {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        let leading = current
        let whole = skipDigits()
        var isWellFormed = whole == 1 || whole > 1 && leading != UInt8(ascii: "0")
        if current == UInt8(ascii: ".") {
            position += 1
            isWellFormed = isWellFormed && skipDigits() > 0
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            isWellFormed = isWellFormed && skipDigits() > 0
        }
        guard isWellFormed else { throw malformed("A value is missing or not well formed.") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position - start
    }
}
