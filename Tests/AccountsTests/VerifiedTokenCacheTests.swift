import Crypto
import Domain
import Foundation
import Testing

@testable import Accounts

@Suite("The memory of verified tokens")
struct VerifiedTokenCacheTests {
    private func digest(_ number: Int) -> SHA256.Digest { SHA256.hash(data: Data("\(number)".utf8)) }

    private func token(expiresAt: Int64) -> VerifiedToken {
        let claims = AccessClaims(
            issuer: "i", audience: .platform, subject: "s", sessionID: .make(), tokenID: UUID(), issuedAt: 0,
            notBefore: 0, expiresAt: expiresAt, generation: 0, storeGeneration: nil, refreshCounter: 0,
            authenticatedAt: 0)
        return VerifiedToken(claims)
    }

    @Test("believes a signature for a minute, or until the token expires")
    func lifetime() {
        var cache = VerifiedTokenCache(capacity: 10)
        cache.insert(token(expiresAt: 1_000), of: digest(1), at: 100)
        cache.insert(token(expiresAt: 110), of: digest(2), at: 100)
        #expect(cache.token(digest(1), at: 159)?.claims.expiresAt == 1_000)
        #expect(cache.token(digest(1), at: 160) == nil)
        #expect(cache.token(digest(2), at: 109)?.claims.expiresAt == 110)
        #expect(cache.token(digest(2), at: 110) == nil)
        #expect(cache.token(digest(3), at: 100) == nil)
    }

    @Test("never holds more than twice its capacity, and keeps what is used")
    func bounds() {
        var cache = VerifiedTokenCache(capacity: 8)
        let favourite = token(expiresAt: 1_000)
        cache.insert(favourite, of: digest(0), at: 0)
        for number in 1...1_000 {
            cache.insert(token(expiresAt: 1_000), of: digest(number), at: 0)
            #expect(cache.count <= 16)
            #expect(cache.token(digest(0), at: 0)?.claims == favourite.claims)
        }
        #expect(cache.token(digest(500), at: 0) == nil)
    }

    @Test("forgets everything when told")
    func removal() {
        var cache = VerifiedTokenCache(capacity: 1)
        cache.insert(token(expiresAt: 1_000), of: digest(1), at: 0)
        cache.insert(token(expiresAt: 1_000), of: digest(2), at: 0)
        cache.removeAll()
        #expect(cache.count == 0)
        #expect(cache.token(digest(1), at: 0) == nil)
    }
}
