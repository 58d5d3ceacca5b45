import Domain
import Foundation
import Secrets
import Testing

@testable import Requests

@Suite("A device cookie")
struct DeviceCookieTests {
    private let key: DeviceCookieKey
    private let account = ThrottledAccount("owner@example.com")
    private let issued = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws { key = try #require(DeviceCookieKey(secret: SecretBytes(copying: Array(0..<32)))) }

    private func recognised(
        _ text: String, for account: ThrottledAccount? = nil, after seconds: Int = 60, key: DeviceCookieKey? = nil
    ) -> Bool {
        let now = issued + TimeInterval(seconds)
        return DeviceCookie(text, for: account ?? self.account, at: now, key: key ?? self.key) != nil
    }

    private var minted: String { DeviceCookie(for: account, issuedAt: issued, key: key).text.exposed }

    @Test("is recognised for its account, however that is spelled")
    func recognised() {
        #expect(minted.utf8.count == 66)
        #expect(recognised(minted))
        #expect(recognised(minted, for: ThrottledAccount(" OWNER@example.com")))
    }

    @Test("is HMAC-SHA256 under a key derived by HKDF-SHA256")
    func vector() {
        // Worked out by hand with Python's hmac, from the format in the type's description.
        #expect(recognised("cpdv1.AUBBQkNERUZHSElKS0xNTk-cHpyPks3Iz2tJ0gBEt0aKOYgy8gJMESoAWTN5"))
    }

    @Test("is worth nothing for another account, in another store or under another key")
    func moved() throws {
        let store = Store.ID.make()
        #expect(!recognised(minted, for: ThrottledAccount("other@example.com")))
        #expect(!recognised(minted, for: ThrottledAccount("owner@example.com", of: store)))
        let inStore = DeviceCookie(for: ThrottledAccount("owner@example.com", of: store), issuedAt: issued, key: key)
        #expect(!recognised(inStore.text.exposed))
        #expect(!recognised(inStore.text.exposed, for: ThrottledAccount("owner@example.com", of: .make())))
        let other = try #require(DeviceCookieKey(secret: SecretBytes(copying: Array(1..<33))))
        #expect(!recognised(minted, key: other))
    }

    @Test("is good for 180 days, and for none before it was minted")
    func expired() {
        let lifetime = 180 * 86_400
        #expect(recognised(minted, after: lifetime - 1))
        #expect(!recognised(minted, after: lifetime))
        #expect(recognised(minted, after: -300))
        #expect(!recognised(minted, after: -301))
    }

    @Test("is not recognised with any one bit changed, nor cut short, nor made longer")
    func forged() throws {
        let text = minted
        let bytes = try #require(Base64URL.decode(text.dropFirst(6)))
        for bit in 0..<(bytes.count * 8) {
            var forged = bytes
            forged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!recognised("cpdv1." + Base64URL.encode(forged)), "bit \(bit)")
        }
        for length in 0..<text.utf8.count { #expect(!recognised(String(text.prefix(length)))) }
        for other in [text + "A", text + "=", " " + text, "cpdv2." + text.dropFirst(6), text.uppercased()] {
            #expect(!recognised(other))
        }
    }

    @Test("is another one each time, and shows itself to nobody")
    func redacted() {
        let cookie = DeviceCookie(for: account, issuedAt: issued, key: key)
        #expect(cookie.text != DeviceCookie(for: account, issuedAt: issued, key: key).text)
        #expect("\(cookie) \(String(reflecting: cookie)) \(key)" == "<redacted> <redacted> <redacted>")
        let bucket = ThrottleBucket.device(cookie, .loginDevice).key
        #expect(bucket.hasPrefix("cp:lt:dev:login-device:"))
        #expect(!bucket.contains(cookie.text.exposed.dropFirst(6).prefix(20)))
    }

    @Test("has buckets that neither strangers nor other devices use up")
    func buckets() throws {
        let address = ClientAddress("192.0.2.7")
        let text = minted
        let mine = try #require(DeviceCookie(text, for: account, at: issued, key: key))
        let known = ThrottleBucket.login(to: account, from: address, on: mine)
        let strangers = ThrottleBucket.login(to: account, from: address, on: nil)
        #expect(Set(known).isDisjoint(with: strangers))
        var buckets = LocalBuckets(instances: 1, limit: 100)
        for _ in 0..<100 { _ = buckets.judge(strangers, at: 0) }
        let stranger = buckets.judge(strangers, at: 0)
        #expect(!stranger.isAllowed)
        let stolen = DeviceCookie(for: account, issuedAt: issued, key: key)
        for _ in 0..<100 { _ = buckets.judge(ThrottleBucket.login(to: account, from: address, on: stolen), at: 0) }
        let allowed = (0..<50).count { _ in buckets.judge(known, at: 0).isAllowed }
        #expect(allowed == 10)
    }

    @Test("needs a secret of 32 bytes", arguments: [0, 16, 31, 33])
    func secret(count: Int) {
        #expect(DeviceCookieKey(secret: SecretBytes(copying: [UInt8](repeating: 1, count: count))) == nil)
    }
}
