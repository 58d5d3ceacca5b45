import Foundation
import Testing

@testable import Secrets

@Suite("Padding")
struct PaddingTests {
    @Test(
        "fills up to the next 256 bytes and comes off again",
        arguments: [(0, 256), (1, 256), (255, 256), (256, 512), (511, 512)])
    func roundTrip(length: Int, padded: Int) throws {
        let secret = SecretBytes.random(count: length)
        #expect(secret.padded().count == padded)
        #expect(try secret.padded().unpadded() == secret)
    }

    @Test("keeps zeros and markers that belong to the secret")
    func lookalikes() throws {
        for ending in [[0x80], [0x80, 0], [0, 0], [0x80, 0x80]] as [[UInt8]] {
            let secret = SecretBytes(copying: Data([1, 2] + ending))
            #expect(try secret.padded().unpadded() == secret)
        }
    }

    @Test("is not taken off what never had it")
    func unpadded() {
        let marked = [UInt8(0x80)] + [UInt8](repeating: 0, count: 511)
        for bytes in [[], [0x80], [UInt8](repeating: 0, count: 256), [UInt8](repeating: 1, count: 256), marked] {
            #expect(throws: CiphertextError()) { try SecretBytes(copying: Data(bytes)).unpadded() }
        }
    }
}
