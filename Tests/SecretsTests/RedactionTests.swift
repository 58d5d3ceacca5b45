import Foundation
import Testing

@testable import Secrets

@Suite("Redaction")
struct RedactionTests {
    private static let canary = "canary-7f3a"

    /// Everything Swift knows to make text of a value.
    private func texts(of value: some Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        let holder = ["value": value]
        return ["\(value)", String(reflecting: value), "\(holder)", "\(Optional(value) as Any)", dumped]
    }

    @Test("hides a value from interpolation, reflection and dump")
    func redacted() {
        let secret = Redacted(Self.canary)
        #expect(secret.exposed == Self.canary)
        #expect(texts(of: secret).allSatisfy { !$0.contains("canary") })
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test("hides secret bytes and keyrings too")
    func others() throws {
        let bytes = SecretBytes(Self.canary)
        #expect(texts(of: bytes).allSatisfy { !$0.contains("canary") && !$0.contains("99, 97, 110") })
        let entry = Keyring.makeEntry(named: try #require(KeyID("k1"))).exposed
        let ring = try Keyring(parsing: entry)
        #expect(texts(of: ring).allSatisfy { !$0.contains("Symmetric") && !$0.contains(entry.dropFirst(3)) })
        #expect("\(ring)" == "Keyring(k1)")
    }

    @Test("wipes what secret bytes are made of, and what they lend")
    func wiping() {
        var array = Array(Self.canary.utf8)
        var data = Data(Self.canary.utf8)
        let (one, two) = (SecretBytes(wiping: &array), SecretBytes(wiping: &data))
        #expect(array.allSatisfy { $0 == 0 } && array.count == Self.canary.utf8.count)
        #expect(data.allSatisfy { $0 == 0 })
        #expect(one == two && one.text == Self.canary)
        #expect(one.withData { String(decoding: $0, as: UTF8.self) } == Self.canary)
    }
}
