package import Foundation

/// The identity of one `Noun`: a UUID that cannot be mistaken for the identity of anything else.
///
/// `Noun` is a name only: no value of it is held, so an identifier is always `Sendable`. Text is the canonical
/// 36 characters, lower-case when written, any case when read.
package struct Identifier<Noun>: RawRepresentable, Hashable, Sendable {
    /// The identity itself, as databases store it.
    package let rawValue: UUID

    /// Takes over an identity that exists already.
    package init(rawValue: UUID) {
        self.rawValue = rawValue
    }

    /// Mints an identity that sorts after those this clock minted before it; see ``Foundation/UUID/version7(at:)``.
    package static func make() -> Self {
        Self(rawValue: .version7())
    }
}

extension Identifier: LosslessStringConvertible {
    /// Reads the canonical form, `8-4-4-4-12` hexadecimal digits in any case; anything else is `nil`.
    package init?(_ description: String) {
        guard let uuid = UUID(canonical: description) else { return nil }
        self.init(rawValue: uuid)
    }

    /// The canonical form in lower case.
    package var description: String { rawValue.canonical }
}

extension Identifier: Codable {
    /// Reads a single string.
    ///
    /// - Throws: `DecodingError.dataCorrupted` for anything but the canonical form.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let identifier = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "An id is a UUID in its canonical form of 36 characters.")
        }
        self = identifier
    }

    /// Writes a single lower-case string.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
