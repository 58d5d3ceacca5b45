import Accounts
import Domain
import Foundation
import Secrets
import Testing

@Suite("Refresh tokens")
struct RefreshTokenTests {
    private static let sample = "cprt_AQEAESIzRFVmd4iZqrvM3e7_AAAAB7loJrS6gmJTNs0JC2rp6lFIfbS7gfmQ0w"
    private let key: RefreshTokenKey
    private let session: SessionID
    private let salt = [UInt8](0x00...0x0F)

    init() throws {
        key = try #require(RefreshTokenKey(SecretBytes(copying: Data(0x40...0x5F))))
        session = try #require(SessionID("00112233-4455-6677-8899-aabbccddeeff"))
    }

    @Test("are written as published, and read back")
    func published() throws {
        let token = RefreshToken(realm: .platform, sessionID: session, counter: 7, salt: salt, key: key)
        #expect(token.text.exposed == Self.sample)
        let read = try #require(RefreshToken(Self.sample))
        #expect(read == token)
        #expect(read.realm == .platform && read.sessionID == session && read.counter == 7)
        #expect(read.isAuthentic(salt: salt, key: key))
    }

    @Test("of one count are always the same, and of another never")
    func determinism() {
        let made = (0..<100).map {
            RefreshToken(realm: .store, sessionID: session, counter: $0, salt: salt, key: key).text.exposed
        }
        #expect(Set(made).count == 100)
        #expect(
            made[42] == RefreshToken(realm: .store, sessionID: session, counter: 42, salt: salt, key: key).text.exposed)
    }

    @Test("are not authentic with another key, salt, realm, session or count")
    func forgeries() throws {
        let token = try #require(RefreshToken(Self.sample))
        #expect(!token.isAuthentic(salt: salt.reversed(), key: key))
        #expect(!token.isAuthentic(salt: salt, key: try #require(RefreshTokenKey(RefreshTokenKey.generate()))))
        let bytes = try #require(Base64URL.decode(Self.sample.dropFirst(5)))
        for position in bytes.indices {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[position] ^= 1 << UInt8(bit)
                let forged = RefreshToken("cprt_" + Base64URL.encode(flipped))
                #expect(forged?.isAuthentic(salt: salt, key: key) != true)
            }
        }
    }

    @Test(
        "are refused as garbage without asking anybody",
        arguments: [
            "", "cprt_", "garbage", sample.dropLast().description, sample + "A", sample + "=",
            "CPRT_" + sample.dropFirst(5), sample.dropFirst(5).description, " " + sample,
            sample.replacing("_A", with: "/A"), sample.replacing("cprt_AQE", with: "cprt_AgE"),
            sample.replacing("cprt_AQE", with: "cprt_AQM"), sample.dropLast() + "x", sample.dropLast() + "é",
            String(repeating: "A", count: 1 << 20),
        ])
    func garbage(text: String) {
        #expect(RefreshToken(text) == nil)
    }

    @Test("show neither themselves nor their key")
    func redaction() throws {
        let token = try #require(RefreshToken(Self.sample))
        #expect(!"\(token)\(token.text)\(key)".contains("loJrS6"))
        #expect(Mirror(reflecting: token).children.isEmpty)
        #expect(Mirror(reflecting: key).children.isEmpty)
    }

    @Test("need a key of exactly 32 bytes", arguments: [0, 31, 33])
    func keyLength(length: Int) {
        #expect(RefreshTokenKey(.random(count: length)) == nil)
    }
}
