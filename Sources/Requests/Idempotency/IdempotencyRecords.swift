import Crypto
package import Foundation
package import Secrets
package import Tenancy

/// Remembers the answers to keyed requests, so that asking twice does it once.
///
/// Kept in the master database for seven days, sealed, since an answer may hold tokens. A request that died without an
/// answer keeps its key for a minute; then the next one may try.
package struct IdempotencyRecords: Sendable {
    let master: Database<Master>
    let keyring: Keyring

    package init(master: Database<Master>, keyring: Keyring) {
        self.master = master
        self.keyring = keyring
    }

    /// What is to be done with a request.
    package enum Start: Sendable {
        /// It is the first: carry it out, then ``finish(_:with:)`` or ``abandon(_:)``.
        case fresh(IdempotencyClaim)
        /// It was answered before.
        case replay(StoredAnswer)
        /// The first one is still being carried out.
        case running
        /// The key belongs to a request with another content.
        case reused
    }

    /// - Parameters:
    ///   - principal: whose key it is; keys of others are others.
    ///   - route: method and route template.
    ///   - key: 1 to 255 characters.
    ///   - fingerprint: see ``fingerprint(of:)``.
    package func begin(
        principal: String, route: String, key: String, fingerprint: [UInt8]
    ) async throws -> Start {
        let claim = IdempotencyClaim(principal: principal, route: route, key: key)
        let request = seal(fingerprint, for: claim, column: "sealed_request")
        let taken = try await IdempotencyQueries.take(
            principal: principal, route: route, key: key, sealedRequest: request, on: master.session)
        if taken { return .fresh(claim) }
        let row = try await IdempotencyQueries.find(
            principal: principal, route: route, key: key, on: master.session)
        guard let row else { return .running }  // given up this very moment: the client asks again
        let first = try open(row.sealedRequest, for: claim, column: "sealed_request")
        guard first == fingerprint else { return .reused }
        guard let response = row.sealedResponse else { return .running }
        let answer = try open(response, for: claim, column: "sealed_response")
        return .replay(try JSONDecoder().decode(StoredAnswer.self, from: Data(answer)))
    }

    /// Keeps the answer for whoever asks again.
    package func finish(_ claim: IdempotencyClaim, with answer: StoredAnswer) async throws {
        let sealed = seal(Array(try JSONEncoder().encode(answer)), for: claim, column: "sealed_response")
        try await IdempotencyQueries.finish(
            principal: claim.principal, route: claim.route, key: claim.key, sealedResponse: sealed,
            on: master.session)
    }

    /// Frees the key: nothing came of the request. Best effort; the key frees itself after a minute.
    package func abandon(_ claim: IdempotencyClaim) async {
        try? await IdempotencyQueries.abandon(
            principal: claim.principal, route: claim.route, key: claim.key, on: master.session)
    }

    /// SHA-256: what two requests must share to be the same.
    package static func fingerprint(of bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    private func seal(_ bytes: [UInt8], for claim: IdempotencyClaim, column: String) -> [UInt8] {
        keyring.seal(SecretBytes(copying: bytes), for: claim.context(column)).bytes
    }

    private func open(_ sealed: Data, for claim: IdempotencyClaim, column: String) throws -> [UInt8] {
        try keyring.open(Ciphertext(bytes: sealed), for: claim.context(column)).withUnsafeBytes { Array($0) }
    }
}

/// The right to answer a keyed request.
package struct IdempotencyClaim: Sendable {
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

/// An answer as it was given.
package struct StoredAnswer: Sendable, Codable {
    package let status: Int
    package let headers: [String: String]
    package let body: Data

    package init(status: Int, headers: [String: String], body: Data) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
