package import Foundation

extension UUID {
    /// Reads `8-4-4-4-12` hexadecimal digits in any case, and nothing else: no braces, no `urn:uuid:`, no spaces.
    ///
    /// Foundation's own reader and writer go through `sscanf` and `snprintf`; ids are read and written for every
    /// request.
    package init?(canonical text: some StringProtocol) {
        var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let isRead = withUnsafeMutableBytes(of: &bytes) { bytes in
            var digits = text.utf8.makeIterator()
            for index in 0..<16 {
                if Self.followsHyphen(index), digits.next() != UInt8(ascii: "-") { return false }
                guard let high = digits.next().flatMap(Self.value(of:)),
                    let low = digits.next().flatMap(Self.value(of:))
                else {
                    return false
                }
                bytes[index] = high << 4 | low
            }
            return digits.next() == nil
        }
        guard isRead else { return nil }
        self.init(uuid: bytes)
    }

    /// `8-4-4-4-12` hexadecimal digits in lower case.
    package var canonical: String {
        withUnsafeBytes(of: uuid) { bytes in
            String(unsafeUninitializedCapacity: 36) { text in
                var position = 0
                for index in 0..<16 {
                    if Self.followsHyphen(index) {
                        text[position] = UInt8(ascii: "-")
                        position += 1
                    }
                    text[position] = Self.digit(bytes[index] >> 4)
                    text[position + 1] = Self.digit(bytes[index] & 15)
                    position += 2
                }
                return position
            }
        }
    }

    /// Whether this byte stands behind a hyphen.
    private static func followsHyphen(_ index: Int) -> Bool {
        switch index {
        case 4, 6, 8, 10: true
        default: false
        }
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
