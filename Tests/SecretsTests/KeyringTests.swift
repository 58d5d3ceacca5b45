import Crypto
import Foundation
import Testing

@testable import Secrets

@Suite("Keyrings")
struct KeyringTests {
    private static let good = (0..<2).map { _ in SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) } }
    private static let key = good[0].base64EncodedString()

    @Test("are read from names and base64, and the first key seals")
    func parsing() throws {
        let second = Self.good[1].base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").filter {
            $0 != "="
        }
        let ring = try Keyring(parsing: " k2:\(Self.key) , k-1._:\(second)\n")
        #expect(ring.keyIDs.map(\.rawValue) == ["k2", "k-1._"])
        #expect(ring.primaryKeyID.rawValue == "k2")
        #expect(ring.checkValue(of: ring.keyIDs[1]) == KeyCheckValue(of: SymmetricKey(data: Self.good[1])))
        let sealed = ring.seal(SecretBytes("s"), for: PublishedValue.context)
        #expect(try Keyring(parsing: "k2:\(Self.key)").open(sealed, for: PublishedValue.context).text == "s")
    }

    @Test(
        "are refused with the entry and the rule, and how to make one",
        arguments: [
            ("", .missing), (" , ", .missing), ("justtext", .malformedEntry(position: 1)),
            ("k1:\(key),", .malformedEntry(position: 2)), (":\(key)", .malformedName(position: 1)),
            ("K1:\(key)", .malformedName(position: 1)), ("k1:\(key),k 2:\(key)", .malformedName(position: 2)),
            (String(repeating: "k", count: 33) + ":\(key)", .malformedName(position: 1)),
            ("k1:%%%", .notBase64(KeyID("k1")!)), ("k1:\(key)=====", .notBase64(KeyID("k1")!)),
            ("k1:", .wrongLength(KeyID("k1")!, bytes: 0)),
            ("k1:c2hvcnQ=", .wrongLength(KeyID("k1")!, bytes: 5)),
            ("k1:\(key),k1:\(key)", .duplicateName(KeyID("k1")!)),
            ("k1:\(Data(count: 32).base64EncodedString())", .guessable(KeyID("k1")!)),
            ("k1:\(Data(repeating: 0xFF, count: 32).base64EncodedString())", .guessable(KeyID("k1")!)),
            ("k1:\(Data(0x00...0x1F).base64EncodedString())", .guessable(KeyID("k1")!)),
        ] as [(String, KeyringError)])
    func refused(text: String, expected: KeyringError) {
        let error = #expect(throws: KeyringError.self) { try Keyring(parsing: text) }
        #expect(error == expected)
        #expect(error?.description.contains("tenantry keys generate") == true)
        #expect(error?.description.contains(Self.key) == false)
    }

    @Test("accept the entries they make")
    func generation() throws {
        let id = try #require(KeyID("2026-03"))
        let entry = Keyring.makeEntry(named: id)
        #expect(try Keyring(parsing: entry.exposed).primaryKeyID == id)
        #expect(entry.exposed != Keyring.makeEntry(named: id).exposed)
        #expect("\(entry)" == "<redacted>")
    }

    @Test("have the published check value")
    func checkValue() throws {
        #expect(PublishedValue.keyring.checkValue(of: PublishedValue.keyID)?.description == "c510db7b203a05c5")
        #expect(PublishedValue.keyring.checkValue(of: try #require(KeyID("k9"))) == nil)
        #expect(KeyCheckValue(bytes: [1, 2, 3]) == nil)
    }
}
