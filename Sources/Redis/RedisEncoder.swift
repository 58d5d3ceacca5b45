/// Writes a command as RESP2: an array of bulk strings, appended to one growing array of bytes.
///
/// The lengths go out as digits, one by one, because a command is encoded for every call.
public struct RedisEncoder: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var argumentCount = 0

    init(argumentCount: Int) {
        bytes.reserveCapacity(64 + 16 * argumentCount)
        appendLine(UInt8(ascii: "*"), argumentCount)
    }

    /// Appends one argument: the text in UTF-8.
    public mutating func append(_ text: some StringProtocol) {
        let utf8 = text.utf8
        begin(utf8.count)
        bytes.append(contentsOf: utf8)
        end()
    }

    /// Appends one argument: the bytes as they are.
    public mutating func append(_ content: some Collection<UInt8>) {
        begin(content.count)
        bytes.append(contentsOf: content)
        end()
    }

    private mutating func begin(_ count: Int) {
        argumentCount += 1
        appendLine(UInt8(ascii: "$"), count)
    }

    private mutating func end() {
        bytes.append(13)
        bytes.append(10)
    }

    private mutating func appendLine(_ marker: UInt8, _ count: Int) {
        bytes.append(marker)
        appendDecimal(count)
        end()
    }

    private mutating func appendDecimal(_ number: Int) {
        if number > 9 { appendDecimal(number / 10) }
        bytes.append(48 + UInt8(number % 10))
    }
}
