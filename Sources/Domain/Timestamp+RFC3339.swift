import Foundation

extension Timestamp: LosslessStringConvertible {
    /// 24 characters, `yyyy-MM-ddTHH:mm:ss.SSSZ`. Instants outside the years 1 to 9999 show as the nearest inside.
    package var description: String {
        let microseconds = (rawValue.timeIntervalSince1970 * 1_000_000).rounded()
        let milliseconds = Int64(
            min(max(microseconds / 1_000, -62_135_596_800_000), 253_402_300_799_999).rounded(.down))
        let (days, rest) = milliseconds.quotientAndRemainder(flooringBy: 86_400_000)
        let date = CivilDate(daysSince1970: days)
        var text = Text()
        text.put(date.year, width: 4, then: "-")
        text.put(date.month, width: 2, then: "-")
        text.put(date.day, width: 2, then: "T")
        text.put(rest / 3_600_000, width: 2, then: ":")
        text.put(rest / 60_000 % 60, width: 2, then: ":")
        text.put(rest / 1_000 % 60, width: 2, then: ".")
        text.put(rest % 1_000, width: 3, then: "Z")
        return String(decoding: text.characters, as: UTF8.self)
    }

    /// Reads RFC 3339 §5.6 with any offset and up to nine decimals; `T` and `Z` in either case, a space for the `T`.
    ///
    /// - Returns: `nil` for anything else, dates that do not exist and leap seconds included.
    package init?(_ description: String) {
        var text = Substring(description)
        guard description.utf8.count <= 40,
            let year = text.takeDigits(4), text.take("-"), let month = text.takeDigits(2), text.take("-"),
            let day = text.takeDigits(2), let date = CivilDate(year: year, month: month, day: day),
            text.take("T") || text.take("t") || text.take(" "),
            let hour = text.takeDigits(2), hour < 24, text.take(":"), let minute = text.takeDigits(2), minute < 60,
            text.take(":"), let second = text.takeDigits(2), second < 60,
            let fraction = text.takeFraction(), let offset = text.takeOffset(), text.isEmpty
        else { return nil }
        let seconds = date.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second - offset
        self.init(Date(timeIntervalSince1970: Double(seconds) + fraction))
    }
}

/// Numbers of a fixed width, written into one buffer.
private struct Text {
    var characters: [UInt8] = []

    init() {
        characters.reserveCapacity(24)
    }

    mutating func put(_ number: Int64, width: Int, then separator: Unicode.Scalar) {
        var divisor: Int64 = width == 4 ? 1_000 : width == 3 ? 100 : 10
        while divisor > 0 {
            characters.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
        characters.append(UInt8(ascii: separator))
    }
}

extension Substring {
    fileprivate mutating func take(_ character: Character) -> Bool {
        guard first == character else { return false }
        removeFirst()
        return true
    }

    fileprivate mutating func takeDigits(_ count: Int) -> Int64? {
        let digits = prefix(count)
        guard digits.utf8.count == count, digits.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
        else { return nil }
        removeFirst(count)
        return Int64(digits)
    }

    fileprivate mutating func takeFraction() -> Double? {
        guard take(".") else { return 0 }
        let digits = prefix { $0.isASCII && $0.isWholeNumber }
        guard 1...9 ~= digits.count else { return nil }
        removeFirst(digits.count)
        return Double("0." + digits)
    }

    fileprivate mutating func takeOffset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let isNegative = hasPrefix("-")
        guard isNegative ? take("-") : take("+"), let hours = takeDigits(2), hours < 24, take(":"),
            let minutes = takeDigits(2), minutes < 60
        else { return nil }
        return (hours * 3_600 + minutes * 60) * (isNegative ? -1 : 1)
    }
}
