import Crypto
import Foundation
import Testing

@testable import Secrets

@Suite("A sealed value that was tampered with")
struct TamperingTests {
    private let keyring = Keyring(
        primary: (PublishedValue.keyID, PublishedValue.key), others: [(KeyID("k0")!, SymmetricKey(size: .bits256))])
    private let context = PublishedValue.context

    /// The one answer to every attempt, from taking the bytes apart to opening them.
    private func expectRefusal(
        of bytes: [UInt8], for context: SealingContext = PublishedValue.context,
        location: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: CiphertextError(), sourceLocation: location) {
            try keyring.open(Ciphertext(bytes: bytes), for: context)
        }
    }

    @Test("does not open with any one bit flipped")
    func flippedBits() {
        let bytes = keyring.seal(SecretBytes("secret"), for: context).bytes
        for position in bytes.indices {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[position] ^= 1 << UInt8(bit)
                expectRefusal(of: flipped)
            }
        }
    }

    @Test("does not open when cut at any length or lengthened")
    func lengths() {
        let bytes = keyring.seal(SecretBytes("secret"), for: context).bytes
        for length in bytes.indices { expectRefusal(of: Array(bytes[..<length])) }
        for length in bytes.indices { expectRefusal(of: Array(bytes[length...].dropFirst())) }
        expectRefusal(of: bytes + [0])
        expectRefusal(of: bytes + bytes)
    }

    @Test("does not open at another store, table, column or version")
    func otherPlaces() {
        let bytes = keyring.seal(SecretBytes("secret"), for: context).bytes
        var places = Array(repeating: context, count: 5)
        places[0].table = "stores"
        places[1].column = "sealed"
        places[2].owner = UUID()
        places[3].version = 2
        (places[4].table, places[4].column) = ("store_database", "scredentials")
        for place in places { expectRefusal(of: bytes, for: place) }
    }

    @Test("does not open with the wrapped key, nonce, body or tag of another")
    func swappedParts() {
        let one = keyring.seal(SecretBytes("secret"), for: context)
        let two = keyring.seal(SecretBytes("Secret"), for: context)
        let mixtures = [
            Ciphertext(keyID: one.keyID, wrappedKey: two.wrappedKey, nonce: one.nonce, body: one.body, tag: one.tag),
            Ciphertext(keyID: one.keyID, wrappedKey: one.wrappedKey, nonce: two.nonce, body: one.body, tag: one.tag),
            Ciphertext(keyID: one.keyID, wrappedKey: one.wrappedKey, nonce: one.nonce, body: two.body, tag: one.tag),
            Ciphertext(keyID: one.keyID, wrappedKey: one.wrappedKey, nonce: one.nonce, body: one.body, tag: two.tag),
        ]
        for mixture in mixtures { expectRefusal(of: mixture.bytes) }
    }

    @Test("does not open under another key's name, known or not", arguments: ["k0", "k9"])
    func swappedNames(name: String) throws {
        let sealed = keyring.seal(SecretBytes("secret"), for: context)
        let renamed = Ciphertext(
            keyID: try #require(KeyID(name)), wrappedKey: sealed.wrappedKey, nonce: sealed.nonce, body: sealed.body,
            tag: sealed.tag)
        expectRefusal(of: renamed.bytes)
    }

    @Test("is not taken apart when it has no name, a bad name or another wrapping's length")
    func malformed() {
        let rest = [UInt8](repeating: 7, count: 120)
        expectRefusal(of: Array("CP".utf8) + [1, 1, 0, 0, 60] + rest)
        expectRefusal(of: Array("CP".utf8) + [1, 1, 2] + Array("K1".utf8) + [0, 60] + rest)
        expectRefusal(of: Array("CP".utf8) + [1, 1, 2] + Array("k1".utf8) + [0, 61] + rest)
        expectRefusal(of: Array("CP".utf8) + [2, 1, 2] + Array("k1".utf8) + [0, 60] + rest)
        #expect(Ciphertext("cp1." + "!") == nil)
        #expect(Ciphertext(PublishedValue.text + "=") == nil)
        #expect(Ciphertext("cp2" + PublishedValue.text.dropFirst(3)) == nil)
    }
}
