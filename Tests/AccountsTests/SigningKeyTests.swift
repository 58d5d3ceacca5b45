import Accounts
import Crypto
import Domain
import Foundation
import Secrets
import Testing

@Suite("Signing keys")
struct SigningKeyTests {
    private func key(_ name: String, _ state: SigningKey.State) -> SigningKey {
        SigningKey(generating: KeyID(name)!, state: state)  // literals that are names
    }

    private func tokens(_ keys: [SigningKey]) throws -> AccessTokens {
        AccessTokens(issuer: TokenFixture.issuer, keys: try SigningKeySet(keys))
    }

    private func mint(with tokens: AccessTokens) throws -> String {
        try tokens.mint(for: "somebody", audience: .platform, session: .make(), generation: 1, refreshCounter: 0)
            .token.exposed
    }

    @Test("come back from their sealed form, and sign as before")
    func storing() throws {
        let key = key("k1", .active)
        let token = try mint(with: tokens([key]))
        let restored = try SigningKey(id: key.id, state: .active, privateRepresentation: key.privateRepresentation)
        #expect(throws: Never.self) { try tokens([restored]).verify(token) }
        #expect(throws: SigningKeyError.unreadable(key.id)) {
            try SigningKey(id: key.id, state: .active, privateRepresentation: .random(count: 31))
        }
    }

    @Test(
        "are believed while pending, active and on their way out, and not once revoked",
        arguments: SigningKey.State.allCases)
    func states(state: SigningKey.State) throws {
        let old = key("old", .active)
        let token = try mint(with: tokens([old]))
        let now = try SigningKey(id: old.id, state: state, privateRepresentation: old.privateRepresentation)
        let ring = state == .active ? [now] : [now, key("new", .active)]
        let reader = try tokens(ring)
        if state == .revoked {
            #expect(throws: AccessTokenError.invalid) { try reader.verify(token) }
        } else {
            #expect(throws: Never.self) { try reader.verify(token) }
        }
    }

    @Test("that are withdrawn take effect at once, also on tokens that are remembered")
    func replacing() throws {
        let (old, new) = (key("old", .active), key("new", .active))
        let reader = try tokens([old])
        let token = try mint(with: reader)
        #expect(throws: Never.self) { try reader.verify(token) }
        reader.replaceKeys(try SigningKeySet([new]))
        #expect(throws: AccessTokenError.invalid) { try reader.verify(token) }
        #expect(throws: Never.self) { try reader.verify(mint(with: reader)) }
    }

    @Test("of one name are not taken for another key of that name")
    func sameName() throws {
        let token = try mint(with: tokens([key("k1", .active)]))
        #expect(throws: AccessTokenError.invalid) { try tokens([key("k1", .active)]).verify(token) }
    }

    @Test("are refused as a set unless one is active and all names differ")
    func sets() throws {
        #expect(throws: SigningKeyError.noActiveKey) { try SigningKeySet([]) }
        #expect(throws: SigningKeyError.noActiveKey) { try SigningKeySet([key("k1", .pending)]) }
        #expect(throws: SigningKeyError.severalActiveKeys) {
            try SigningKeySet([key("k1", .active), key("k2", .active)])
        }
        #expect(throws: SigningKeyError.duplicateName(try #require(KeyID("k1")))) {
            try SigningKeySet([key("k1", .active), key("k1", .verifyOnly)])
        }
    }

    @Test("are published without their private half, and not when revoked")
    func published() throws {
        let active = key("k1", .active)
        let set = try SigningKeySet([active, key("k2", .pending), key("k3", .verifyOnly), key("k4", .revoked)])
        let object = try JSONSerialization.jsonObject(with: set.jwks) as? [String: [[String: String]]]
        let keys = try #require(object?["keys"])
        #expect(keys.map { $0["kid"] } == ["k1", "k2", "k3"])
        #expect(Set(keys[0].keys) == ["alg", "crv", "kid", "kty", "use", "x", "y"])
        #expect(keys[0]["alg"] == "ES256" && keys[0]["crv"] == "P-256" && keys[0]["use"] == "sig")
        let secret = active.privateRepresentation.withUnsafeBytes { Base64URL.encode(Array($0)) }
        #expect(!String(decoding: set.jwks, as: UTF8.self).contains(secret))
        #expect("\(active)" == "SigningKey(k1, active)")
        #expect(Mirror(reflecting: active).children.isEmpty)
    }
}
