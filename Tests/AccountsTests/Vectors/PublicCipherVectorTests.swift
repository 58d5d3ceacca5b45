import Testing

@testable import Secrets

/// NIST's Cryptographic Algorithm Validation Program, `gcmDecrypt256.rsp` (CAVS 14.0).
@Suite("AES-256-GCM on public vectors")
struct PublicCipherVectorTests {
    private struct Case {
        let key, nonce, ciphertext, context, tag: [UInt8]
        /// `nil` where it must be refused.
        let plaintext: [UInt8]?
    }

    /// All cases with a 96-bit nonce, by the length of their tags in bits.
    private func cases() throws -> [Int: [Case]] {
        var sizes: PublicVectors.Block = [:]
        var cases: [Int: [Case]] = [:]
        for block in try PublicVectors.blocks(of: "gcmDecrypt256.rsp") {
            guard block["count"] != nil else {
                sizes.merge(block) { $1 }
                continue
            }
            guard sizes["ivlen"] == "96", let tagBits = sizes["taglen"].flatMap({ Int($0) }) else { continue }
            func bytes(_ name: String) throws -> [UInt8] { try #require(PublicVectors.bytes(block[name])) }
            cases[tagBits, default: []].append(
                Case(
                    key: try bytes("key"), nonce: try bytes("iv"), ciphertext: try bytes("ct"),
                    context: try bytes("aad"), tag: try bytes("tag"),
                    plaintext: block["fail"] == nil ? try bytes("pt") : nil))
        }
        return cases
    }

    private func open(_ one: Case) throws(CiphertextError) -> SecretBytes {
        try Keyring.decrypt(
            one.ciphertext, nonce: one.nonce, tag: one.tag, key: SecretBytes(copying: one.key),
            authenticating: one.context)
    }

    @Test("opens what is genuine, and refuses what is not")
    func full() throws {
        let cases = try cases()[128] ?? []
        #expect(cases.count == 375)
        #expect(Set(cases.map { $0.plaintext == nil }).count == 2)
        for one in cases {
            if let plaintext = one.plaintext {
                #expect(try open(one) == SecretBytes(copying: plaintext))
            } else {
                #expect(throws: CiphertextError()) { try open(one) }
            }
        }
    }

    @Test("refuses a tag that was cut short, genuine or not")
    func shortTags() throws {
        let cases = try cases().filter { $0.key < 128 }.values.joined()
        #expect(cases.count == 2_250)
        for one in cases { #expect(throws: CiphertextError()) { try open(one) } }
    }
}
