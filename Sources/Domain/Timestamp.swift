package import Foundation

/// An instant that JSON spells as RFC 3339 in UTC with milliseconds: `2026-03-01T08:00:00.250Z`.
///
/// Holds a `Date`, so nothing finer than the clock's own is lost; only the text is cut (not rounded) to milliseconds.
package struct Timestamp: RawRepresentable, Hashable, Sendable {
    /// The instant, as databases store it.
    package let rawValue: Date

    /// Takes over an instant.
    package init(rawValue: Date) {
        self.rawValue = rawValue
    }

    /// Takes over an instant.
    package init(_ date: Date) {
        self.init(rawValue: date)
    }

    /// The clock's time.
    package static var now: Timestamp { Timestamp(Date()) }
}

extension Timestamp: Comparable {
    /// Orders by time.
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Timestamp: Codable {
    /// Reads a single RFC 3339 string, whatever date strategy the decoder has.
    ///
    /// - Throws: `DecodingError.dataCorrupted` for anything else.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let timestamp = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "A time is written like 2026-03-01T08:00:00.000Z (RFC 3339).")
        }
        self = timestamp
    }

    /// Writes a single string, whatever date strategy the encoder has.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
