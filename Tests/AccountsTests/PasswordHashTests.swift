import Accounts
import CArgon2
import Foundation
import Secrets
import Testing

@Suite("Password hashes")
struct PasswordHashTests {
    private let hasher = PasswordHasher(threadCount: 1)

    /// The reference library's own encoding of a password.
    private func reference(_ text: String, memory: UInt32, passes: UInt32, lanes: UInt32) -> String {
        var encoded = [CChar](repeating: 0, count: 256)
        let salt = Array("sixteen of salt!".utf8)
        let status = argon2id_hash_encoded(
            passes, memory, lanes, text, text.utf8.count, salt, salt.count, 32, &encoded, encoded.count)
        #expect(status == ARGON2_OK.rawValue)
        return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    @Test("are written in the form that the reference library reads, with the standard cost")
    func written() async throws {
        let phc = try await hasher.hash(Password("pässword ✓")).phc.exposed
        #expect(phc.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(argon2id_verify(phc, "pässword ✓", "pässword ✓".utf8.count) == ARGON2_OK.rawValue)
        #expect(argon2id_verify(phc, "password", 8) == ARGON2_VERIFY_MISMATCH.rawValue)
    }

    @Test(
        "of the reference library are read and checked",
        arguments: [(8, 1, 1), (64, 3, 4), (19_456, 2, 1)] as [(UInt32, UInt32, UInt32)])
    func read(memory: UInt32, passes: UInt32, lanes: UInt32) async throws {
        let phc = reference("secret", memory: memory, passes: passes, lanes: lanes)
        let hash = try #require(PasswordHash(phc: phc))
        #expect(hash.phc.exposed == phc)
        #expect(try await hasher.verify(Password("secret"), against: hash))
        #expect(try await !hasher.verify(Password("Secret"), against: hash))
        #expect(try await !hasher.verify(Password(""), against: hash))
        #expect(hash.needsRehash == (memory != 19_456))
    }

    @Test(
        "are not read in any other form, nor when checking them would cost too much",
        arguments: [
            "", "password", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuuO6kT6Zx0Q4nJx8D8V8yF8T3lR9Vd1Xe",
            "$argon2i$v=19$m=64,t=3,p=1$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=16$m=64,t=3,p=1$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$m=64,t=3,p=1$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=4194304,t=1,p=1$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=64,t=1000,p=1$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=64,t=3,p=5$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=64,t=0,p=1$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=7,t=1,p=1$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=-64,t=3,p=1$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=064,t=3,p=1$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$t=3,m=64,p=1$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=64,t=3,p=1,data=x$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=64,t=3,p=1$c2FsdA$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=64,t=3,p=1$c2l4dGVlbiBvZiBzYWx0IQ$c2hvcnQ",
            "$argon2id$v=19$m=64,t=3,p=1$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg==",
            "$argon2id$v=19$m=64,t=3,p=1$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg$x",
            "$argon2id$v=19$m=64,t=3,p=1$c2l4dGVlbiBvZiBzYWx0IQ$!!!!", String(repeating: "$", count: 10_000_000),
        ])
    func refused(phc: String) {
        #expect(PasswordHash(phc: phc) == nil)
    }

    @Test("of one password differ, and show nothing")
    func salted() async throws {
        let (one, two) = (
            try await hasher.hash(Password("secret-word")), try await hasher.hash(Password("secret-word"))
        )
        #expect(one != two)
        #expect("\(one)\(one.phc)\(Password("secret-word"))" == "<redacted><redacted><redacted>")
        #expect(Mirror(reflecting: one).children.isEmpty)
    }
}
