import Accounts
import Crypto
import Foundation
import Secrets
import Testing

@Suite("Access tokens whose signature was bent")
struct BentSignatureTests {
    /// The order of the group of P-256 (FIPS 186-5, SP 800-186 §3.2.1.3).
    private static let order: [UInt8] =
        [UInt8](repeating: 0xFF, count: 4) + [UInt8](repeating: 0, count: 4) + [UInt8](repeating: 0xFF, count: 8) + [
            0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
        ]

    private let fixture: TokenFixture

    init() throws {
        fixture = try TokenFixture()
    }

    private func parts() throws -> (input: String, r: [UInt8], s: [UInt8]) {
        let segments = try fixture.mint().token.split(separator: ".")
        let signature = try #require(Base64URL.decode(segments[2]))
        return (segments.prefix(2).joined(separator: "."), Array(signature.prefix(32)), Array(signature.suffix(32)))
    }

    /// `left - right`, both 32 bytes, modulo 2^256.
    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var borrow = 0
        return zip(left, right).reversed().map { left, right in
            let value = Int(left) - Int(right) - borrow
            borrow = value < 0 ? 1 : 0
            return UInt8(truncatingIfNeeded: value)
        }.reversed()
    }

    private func refused(_ token: String) -> Bool {
        do throws(AccessTokenError) { _ = try fixture.tokens.verify(token) } catch { return error == .invalid }
        return false
    }

    @Test("are refused for numbers that are zero, the group's order or beyond it, exchanged, or in another form")
    func numbers() throws {
        let (input, r, s) = try parts()
        let zero = [UInt8](repeating: 0, count: 32)
        let one = Array(zero.dropLast()) + [1]
        let all = [UInt8](repeating: 0xFF, count: 32)
        var variants: [[UInt8]] = []
        for number in [zero, one, Self.order, Self.difference(Self.order, one), all] {
            variants += [number + s, r + number, number + number]
        }
        variants += [s + r, r + r, s + s, r, s, r + s + [0], [0] + r + s, zero + r + zero + s]
        variants.append(Array(try P256.Signing.ECDSASignature(rawRepresentation: r + s).derRepresentation))
        for variant in variants { #expect(refused(input + "." + Base64URL.encode(variant))) }
    }

    @Test("say nothing new when the signature is its twin, so that revocation by session meets both")
    func twin() throws {
        let (input, r, s) = try parts()
        let token = input + "." + Base64URL.encode(r + s)
        let twin = input + "." + Base64URL.encode(r + Self.difference(Self.order, s))
        #expect(twin != token)
        // ECDSA itself makes both genuine.
        #expect(try fixture.tokens.verify(twin) == fixture.tokens.verify(token))
    }

    @Test("are refused with the payload of another token of ours")
    func mixed() throws {
        let (one, two) = (
            try fixture.mint().token.split(separator: "."), try fixture.mint().token.split(separator: ".")
        )
        #expect(refused("\(one[0]).\(one[1]).\(two[2])"))
        #expect(refused("\(one[0]).\(two[1]).\(one[2])"))
    }
}
