import Crypto
package import Secrets

/// The key that device cookies are authenticated with, the same in every process.
package struct DeviceCookieKey: Sendable {
    let key: SymmetricKey

    /// Derives the key by HKDF-SHA256 (RFC 5869) with the info `device-cookie-v1`, so that the secret may serve other
    /// ends too; `nil` unless the secret has 32 bytes.
    package init?(secret: SecretBytes) {
        guard secret.count == 32 else { return nil }
        let material = secret.withUnsafeBytes { SymmetricKey(data: $0) }
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: material, info: Array("device-cookie-v1".utf8), outputByteCount: 32)
    }
}

extension DeviceCookieKey: CustomStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    package var description: String { "<redacted>" }

    /// A mirror without children.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
