import Crypto
import Foundation

extension Keyring {
    /// Reads `kid:base64-32-bytes`, comma-separated, the first of which seals; spaces around an entry do not matter.
    ///
    /// Base64 is the standard alphabet's, padded or not, or the URL-safe one's.
    ///
    /// - Throws: ``KeyringError``, naming the entry and the rule it breaks, never the key.
    public init(parsing text: String) throws(KeyringError) {
        var entries: [(KeyID, SymmetricKey)] = []
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmed }
        guard parts.contains(where: { !$0.isEmpty }) else { throw .missing }
        for (index, part) in parts.enumerated() {
            let entry = try Self.entry(part, at: index + 1)
            guard !entries.contains(where: { $0.0 == entry.0 }) else { throw .duplicateName(entry.0) }
            entries.append(entry)
        }
        self.init(primary: entries[0], others: Array(entries.dropFirst()))
    }

    /// A new entry for the setting that ``init(parsing:)`` reads: the name, a colon and 32 random bytes.
    public static func makeEntry(named id: KeyID) -> Redacted<String> {
        let key = SymmetricKey(size: .bits256)
        return Redacted("\(id):" + key.withUnsafeBytes { Data($0).base64EncodedString() })
    }

    private static func entry(_ text: String, at position: Int) throws(KeyringError) -> (KeyID, SymmetricKey) {
        guard let colon = text.firstIndex(of: ":") else { throw .malformedEntry(position: position) }
        guard let id = KeyID(String(text[..<colon])) else { throw .malformedName(position: position) }
        guard var bytes = bytes(ofBase64: text[text.index(after: colon)...]) else { throw .notBase64(id) }
        defer { bytes.resetBytes(in: bytes.startIndex..<bytes.endIndex) }
        guard bytes.count == 32 else { throw .wrongLength(id, bytes: bytes.count) }
        guard !isGuessable(bytes) else { throw .guessable(id) }
        return (id, SymmetricKey(data: bytes))
    }

    private static func bytes(ofBase64 text: Substring) -> Data? {
        let digits = text.trimmed.replacing("-", with: "+").replacing("_", with: "/").prefix { $0 != "=" }
        let padding = String(repeating: "=", count: (4 - digits.utf8.count % 4) % 4)
        guard text.trimmed.utf8.count <= digits.utf8.count + 2 else { return nil }
        return Data(base64Encoded: digits + padding)
    }

    /// Keys nobody drew at random: zeros and other endless repetitions, and bytes that count up like the key of a
    /// published test vector. Random bytes look like this once in more than 2¹⁵⁰ draws.
    private static func isGuessable(_ key: Data) -> Bool {
        let steps = Set(zip(key, key.dropFirst()).map { $1 &- $0 })
        return Set(key).count < 8 || steps.count == 1
    }
}

extension StringProtocol {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
