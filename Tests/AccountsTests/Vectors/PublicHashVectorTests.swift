import Secrets
import Testing

@testable import Accounts

/// RFC 9106, OpenSSL's and the `argon2` program's values, as pyca/cryptography collected them.
@Suite("Argon2id on public vectors")
struct PublicHashVectorTests {
    @Test("gives the published digests")
    func digests() throws {
        var checked = 0
        for block in try PublicVectors.blocks(of: "argon2id.txt") where block["count"] != nil {
            // Passwords are hashed without a key and without associated data.
            guard block["secret"] == nil, block["ad"] == nil else { continue }
            func number(_ name: String) throws -> UInt32 { try #require(block[name].flatMap { UInt32($0) }) }
            func bytes(_ name: String) throws -> [UInt8] { try #require(PublicVectors.bytes(block[name])) }
            let cost = Argon2(
                memory: try number("memcost"), iterations: try number("iter"), lanes: try number("lanes"))
            let digest = try cost.digest(
                of: SecretBytes(copying: try bytes("pass")), salt: try bytes("salt"), length: Int(try number("length")))
            #expect(digest == SecretBytes(copying: try bytes("output")))
            checked += 1
        }
        #expect(checked == 5)
    }
}
