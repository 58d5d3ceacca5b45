package import Credits
import Secrets

extension CreditCursor {
    private static let prefix = "credits:"

    /// The cursor as clients carry it around, opaque to them.
    package var text: String { Base64URL.encode(Array("\(Self.prefix)\(seq)".utf8)) }

    /// Reads what ``text`` wrote; `nil` for anything else.
    package init?(text: String) {
        guard text.utf8.count <= 64, let bytes = Base64URL.decode(text) else { return nil }
        let inner = String(decoding: bytes, as: UTF8.self)
        guard inner.hasPrefix(Self.prefix), let seq = Int64(inner.dropFirst(Self.prefix.count)), seq > 0,
            inner == "\(Self.prefix)\(seq)"
        else { return nil }
        self.init(seq: seq)
    }
}
