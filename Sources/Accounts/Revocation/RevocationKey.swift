import Crypto
package import Domain
import Postgres

/// What a revocation is about: the key of its row in `revocations`, and behind a prefix its key in Redis.
///
/// The triggers of the master database write the same spellings.
package struct RevocationKey: RawRepresentable, Hashable, Sendable, Decodable {
    /// At most 120 characters; holds no text that somebody chose.
    package let rawValue: String

    /// Takes over the key of a row.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// `sid:<session>`: one session, of either realm.
    package static func session(_ id: SessionID) -> RevocationKey { RevocationKey(rawValue: "sid:\(id)") }

    /// `usr:1:-:<hash>` or `usr:2:<store>:<hash>`: everything of one user below a generation.
    ///
    /// The ids of a store's users are whatever its database says, so only the first eight bytes of their SHA-256 appear.
    package static func user(_ subject: String, of audience: Audience) -> RevocationKey {
        let digest = SHA256.hash(data: Array(subject.utf8)).prefix(8)
        let hash = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let store = audience.storeID.map { "\($0)" } ?? "-"
        return RevocationKey(rawValue: "usr:\(audience.realm.rawValue):\(store):\(hash)")
    }

    /// `store:<store>`: everything of a store's users below a generation of the store.
    package static func store(_ id: Store.ID) -> RevocationKey { RevocationKey(rawValue: "store:\(id)") }

    /// `all`: every token minted until a time, which is the value in seconds since 1970; for stolen signing keys.
    package static let everything = RevocationKey(rawValue: "all")
}

extension RevocationKey: PostgresCodable {}
