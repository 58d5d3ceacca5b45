import Crypto
package import Foundation
package import Secrets
package import Tenancy

/// Remembers the answers to keyed requests, so that asking twice does it once.
///
/// Kept in the master database for seven days, sealed, since an answer may hold tokens. A request that died without an
/// answer keeps its key for a minute; then the same request may try again, and finds what the first one made.
package struct IdempotencyRecords: Sendable {
    let master: Database<Master>
    let keyring: Keyring

    package init(master: Database<Master>, keyring: Keyring) {
        self.master = master
        self.keyring = keyring
    }

    /// What is to be done with a request.
    package enum Start: Sendable {
        /// It is the first: carry it out, then ``finish(_:with:)``, ``abandon(_:)`` or
        /// ``release(_:)``.
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
        let name = IdempotencyName(principal: principal, route: route, key: key)
        let request = seal(fingerprint, for: name, column: "sealed_request")
        if let effect = try await IdempotencyQueries.take(
            principal: principal, route: route, key: key, sealedRequest: request, on: master.session)
        {
            return .fresh(IdempotencyClaim(name: name, effectID: effect))
        }
        let row = try await IdempotencyQueries.find(
            principal: principal, route: route, key: key, on: master.session)
        guard let row else { return .running }  // given up this very moment: the client asks again
        let first = try open(row.sealedRequest, for: name, column: "sealed_request")
        guard first == fingerprint else { return .reused }
        guard let response = row.sealedResponse else {
            let effect = try await IdempotencyQueries.takeOver(
                principal: principal, route: route, key: key, on: master.session)
            return effect.map { .fresh(IdempotencyClaim(name: name, effectID: $0)) } ?? .running
        }
        let answer = try open(response, for: name, column: "sealed_response")
        return .replay(try JSONDecoder().decode(StoredAnswer.self, from: Data(answer)))
    }

    /// Keeps the answer for whoever asks again.
    package func finish(_ claim: IdempotencyClaim, with answer: StoredAnswer) async throws {
        let sealed = seal(Array(try JSONEncoder().encode(answer)), for: claim.name, column: "sealed_response")
        try await IdempotencyQueries.finish(
            principal: claim.name.principal, route: claim.name.route, key: claim.name.key, sealedResponse: sealed,
            on: master.session)
    }

    /// Frees the key: nothing came of the request. Best effort; the key frees itself after a minute.
    package func abandon(_ claim: IdempotencyClaim) async {
        try? await IdempotencyQueries.abandon(
            principal: claim.name.principal, route: claim.name.route, key: claim.name.key, on: master.session)
    }

    /// Lets the same request try again at once: it failed by no fault of its own, and perhaps after its work was done.
    /// Best effort; the key frees itself after a minute.
    package func release(_ claim: IdempotencyClaim) async {
        try? await IdempotencyQueries.release(
            principal: claim.name.principal, route: claim.name.route, key: claim.name.key, on: master.session)
    }

    /// Deletes answers that are not to be given again.
    ///
    /// - Returns: how many; less than `limit` when there are no more.
    package func prune(limit: Int) async throws -> Int {
        try await IdempotencyQueries.prune(limit: limit, on: master.session)
    }

    /// SHA-256: what two requests must share to be the same.
    package static func fingerprint(of bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    private func seal(_ bytes: [UInt8], for name: IdempotencyName, column: String) -> [UInt8] {
        keyring.seal(SecretBytes(copying: bytes), for: name.context(column)).bytes
    }

    private func open(_ sealed: Data, for name: IdempotencyName, column: String) throws -> [UInt8] {
        try keyring.open(Ciphertext(bytes: sealed), for: name.context(column)).withUnsafeBytes { Array($0) }
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
