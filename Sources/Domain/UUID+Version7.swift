package import Foundation

extension UUID {
    /// Mints a version 7 UUID (RFC 9562 §5.7), which sorts by the time it was made.
    ///
    /// Milliseconds since 1970 in 48 bits, the fraction of the millisecond in the next 12 (§6.2, method 3), 62 random
    /// bits. Two made by one process more than a quarter of a microsecond apart sort as they were made, unless its
    /// clock was set back between them.
    ///
    /// - Parameter instant: seconds since 1970; the clock's own by default. Times before 1970 count as 1970.
    package static func version7(at instant: TimeInterval = Date().timeIntervalSince1970) -> UUID {
        var generator = SystemRandomNumberGenerator()
        let milliseconds = Swift.max(0, instant * 1_000)
        let whole = UInt64(milliseconds)
        let fraction = UInt64((milliseconds - milliseconds.rounded(.down)) * 4_096)
        let high = (whole << 16) | 0x7000 | Swift.min(fraction, 0xFFF)
        let low = (generator.next() as UInt64) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return UUID(high: high, low: low)
    }

    /// A UUID from its first and last eight bytes, each most significant byte first.
    private init(high: UInt64, low: UInt64) {
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        self.init(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3),
                byte(high, 4), byte(high, 5), byte(high, 6), byte(high, 7),
                byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3),
                byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }
}
