package import Foundation
import Secrets

/// The right to answer a keyed request.
package struct IdempotencyClaim: Sendable {
    let name: IdempotencyName
    /// The id of what the request makes, should it make something. The same for whoever repeats a request that died: if
    /// a thing of this id is there, that one had made it.
    package let effectID: UUID
}

/// What a key is a key for.
struct IdempotencyName: Sendable {
    let principal: String
    let route: String
    let key: String

    /// A row's name is part of its seal: an answer moved to another key does not open.
    func context(_ column: String) -> SealingContext {
        let name = IdempotencyRecords.fingerprint(of: Array("\(principal)\n\(route)\n\(key)".utf8))
        let owner = name.prefix(16).withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) }
        return SealingContext(
            table: "idempotency_keys", column: column, owner: UUID(uuid: owner), version: 1)
    }
}
