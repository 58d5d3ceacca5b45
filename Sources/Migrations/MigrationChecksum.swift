import Crypto

/// SHA-256 of a migration file's content as it will be run: without a byte order mark, with line feeds alone.
public struct MigrationChecksum: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes, as the ledger holds them.
    public let bytes: [UInt8]

    /// Of text that is normalised already.
    init(of text: String) { bytes = Array(SHA256.hash(data: Array(text.utf8))) }

    /// From the ledger's hexadecimal; `nil` for anything but pairs of ASCII digits.
    init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// All of it in hexadecimal.
    public var description: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// Its first eight digits: enough to tell two files apart in a message.
    public var head: String { String(description.prefix(8)) }
}
