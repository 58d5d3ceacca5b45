import Crypto
package import Secrets

/// The key that authenticates refresh tokens, 32 bytes, the same in every process.
package struct RefreshTokenKey: Sendable {
    let key: SymmetricKey

    /// A key as a row holds it, opened; `nil` unless it has 32 bytes.
    package init?(_ bytes: SecretBytes) {
        guard bytes.count == 32 else { return nil }
        key = bytes.withUnsafeBytes { SymmetricKey(data: $0) }
    }

    /// 32 random bytes to make a key of and to seal.
    package static func generate() -> SecretBytes { .random(count: 32) }
}

extension RefreshTokenKey: CustomStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    package var description: String { "<redacted>" }

    /// A mirror without children.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
