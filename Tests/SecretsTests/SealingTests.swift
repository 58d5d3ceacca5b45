import Crypto
import Foundation
import Testing

@testable import Secrets

@Suite("Sealing")
struct SealingTests {
    @Test("writes the published value byte for byte, and reads it")
    func published() throws {
        let sealed = PublishedValue.keyring.seal(
            SecretBytes(PublishedValue.plaintext), for: PublishedValue.context, with: try PublishedValue.material())
        #expect(sealed.description == PublishedValue.text)
        let read = try #require(Ciphertext(PublishedValue.text))
        #expect(read == sealed)
        #expect(read.keyID == PublishedValue.keyID)
        let opened = try PublishedValue.keyring.open(read, for: PublishedValue.context)
        #expect(opened.text == PublishedValue.plaintext)
    }

    @Test("gives back what it was given, of any length", arguments: [0, 1, 15, 16, 255, 256, 257, 100_000])
    func roundTrip(length: Int) throws {
        let secret = SecretBytes.random(count: length)
        let sealed = PublishedValue.keyring.seal(secret, for: PublishedValue.context)
        #expect(sealed.bytes.count == length + 97)
        let stored = try Ciphertext(bytes: Data(sealed.bytes))
        #expect(try PublishedValue.keyring.open(stored, for: PublishedValue.context) == secret)
    }

    @Test("never gives the same bytes twice")
    func freshness() {
        let secret = SecretBytes("s")
        let sealed = (0..<200).map { _ in PublishedValue.keyring.seal(secret, for: PublishedValue.context) }
        #expect(Set(sealed.map(\.nonce)).count == 200)
        #expect(Set(sealed.map(\.wrappedKey)).count == 200)
        #expect(Set(sealed.map(\.body)).count > 100)
    }

    @Test("under a new key leaves everything but the wrapping as it was")
    func rewrap() throws {
        let (old, new) = (SymmetricKey(size: .bits256), SymmetricKey(size: .bits256))
        let (k1, k2) = (PublishedValue.keyID, try #require(KeyID("k2")))
        let sealed = Keyring(primary: (k1, old)).seal(SecretBytes("s"), for: PublishedValue.context)
        let both = Keyring(primary: (k2, new), others: [(k1, old)])
        let moved = try both.rewrap(sealed, for: PublishedValue.context)
        #expect(moved.keyID == k2)
        #expect(moved.nonce + moved.body + moved.tag == sealed.nonce + sealed.body + sealed.tag)
        #expect(try Keyring(primary: (k2, new)).open(moved, for: PublishedValue.context).text == "s")
        #expect(try both.open(sealed, for: PublishedValue.context).text == "s")
        #expect(try both.rewrap(moved, for: PublishedValue.context) == moved)
        #expect(throws: CiphertextError()) { try Keyring(primary: (k2, new)).open(sealed, for: PublishedValue.context) }
    }
}
