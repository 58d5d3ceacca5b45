package import Secrets

/// A password as somebody typed it: bytes of UTF-8, not trimmed, not normalised, not cut.
///
/// Shows itself to nobody; the storage is wiped when the last copy goes. The `String` it came from is not, so let go of
/// that soon.
package struct Password: Sendable {
    /// The bytes.
    package let bytes: SecretBytes

    /// Takes over what a request holds.
    package init(_ text: String) {
        var utf8 = Array(text.utf8)
        bytes = SecretBytes(wiping: &utf8)
    }

    /// The password in the open, for looking at its form.
    var exposedText: String { bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
}

extension Password: CustomStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    package var description: String { "<redacted>" }

    /// A mirror without children.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
