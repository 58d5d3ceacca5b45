import Crypto
package import Domain
import Foundation
import Secrets

/// An account as throttles and device cookies know it: a hash of whose it is and how it is called.
///
/// Made from what was typed, before anybody looks whether there is such an account; so nothing here tells.
package struct ThrottledAccount: Hashable, Sendable {
    /// `platform:-:<hash>` or `store:<id>:<hash>`, the hash being 16 bytes in hexadecimal digits.
    let key: String
    /// Eight bytes that stand for realm, store and name.
    let tag: [UInt8]

    /// - Parameters:
    ///   - name: an e-mail address as it was typed, or an account's id. Spellings of one address are one account.
    ///   - store: whose users it is among; `nil` for the platform's own.
    package init(_ name: String, of store: Store.ID? = nil) {
        let trimmed = name.trimmingCharacters(in: .whitespacesAndNewlines)
        let normalized =
            EmailAddress(rawValue: name)?.normalized
            ?? trimmed.precomposedStringWithCanonicalMapping.lowercased().precomposedStringWithCanonicalMapping
        let hash = SHA256.hash(data: Array(normalized.utf8)).prefix(16).map(Self.hexadecimal).joined()
        key = store.map { "store:\($0):\(hash)" } ?? "platform:-:\(hash)"
        tag = Array(SHA256.hash(data: Array(key.utf8)).prefix(8))
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
