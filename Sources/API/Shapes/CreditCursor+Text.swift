package import Credits
import Domain
import Foundation
import Secrets

extension CreditCursor {
    private static let prefix = "credits"

    /// The cursor as clients carry it around, opaque to them.
    package var text: String { Base64URL.encode(Array(plain.utf8)) }

    private var plain: String {
        purchase.map { "\(Self.prefix):\(seq):\($0.canonical)" } ?? "\(Self.prefix):\(seq)"
    }

    /// Reads what ``text`` wrote; `nil` for anything else.
    package init?(text: String) {
        guard text.utf8.count <= 120, let bytes = Base64URL.decode(text) else { return nil }
        let inner = String(decoding: bytes, as: UTF8.self)
        let parts = inner.split(separator: ":", omittingEmptySubsequences: false)
        guard 2...3 ~= parts.count, let seq = Int64(parts[1]) else { return nil }
        if parts.count == 3 {
            guard let purchase = UUID(canonical: String(parts[2])), (0..<Int64.max).contains(seq) else { return nil }
            self.init(seq: seq, purchase: purchase)
        } else {
            guard seq > 0 else { return nil }
            self.init(seq: seq)
        }
        guard inner == plain else { return nil }
    }
}
