package import Requests

/// Where keyed requests are remembered.
package struct IdempotencyPort: Sendable {
    /// What is to be done with a request of this principal, route, key and fingerprint.
    package var begin:
        @Sendable (_ principal: String, _ route: String, _ key: String, _ fingerprint: [UInt8]) async throws ->
            IdempotencyRecords.Start
    /// Keeps an answer.
    package var finish: @Sendable (IdempotencyClaim, StoredAnswer) async throws -> Void
    /// Frees the key: nothing was done.
    package var abandon: @Sendable (IdempotencyClaim) async -> Void
    /// Lets the same request try again: nobody knows what was done.
    package var release: @Sendable (IdempotencyClaim) async -> Void

    /// Calls one by one.
    package init(
        begin: @escaping @Sendable (String, String, String, [UInt8]) async throws -> IdempotencyRecords.Start,
        finish: @escaping @Sendable (IdempotencyClaim, StoredAnswer) async throws -> Void,
        abandon: @escaping @Sendable (IdempotencyClaim) async -> Void,
        release: @escaping @Sendable (IdempotencyClaim) async -> Void
    ) {
        self.begin = begin
        self.finish = finish
        self.abandon = abandon
        self.release = release
    }

    /// The records themselves.
    package init(_ records: IdempotencyRecords) {
        self.init(
            begin: { try await records.begin(principal: $0, route: $1, key: $2, fingerprint: $3) },
            finish: { try await records.finish($0, with: $1) },
            abandon: { await records.abandon($0) }, release: { await records.release($0) })
    }
}
