import Foundation
import Secrets
import Testing

@testable import Accounts

/// The first three are the published vectors of crypt_blowfish.
@Suite("bcrypt hashes")
struct BcryptTests {
    private let hasher = PasswordHasher(threadCount: 1)

    @Test(
        "of other software are checked, in each of their spellings",
        arguments: [
            ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            ("U*U*", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
            ("U*U*U", "$2y$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"),
            ("pässword ✓", "$2b$04$abcdefghijklmnopqrstuuQYQx0BgvVCCwhDNv9Q6yPvXrZ7XdW56"),
            (String(repeating: "a", count: 72), "$2b$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe"),
            ("", "$2y$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq"),
        ])
    func vectors(password: String, stored: String) async throws {
        let hash = try #require(PasswordHash(stored: stored))
        #expect(try await hasher.verify(Password(password), against: hash))
        #expect(try await !hasher.verify(Password(password + "x"), against: hash))
        #expect(try await !hasher.verify(Password("other"), against: hash))
        #expect(hash.needsRehash)
        #expect(hash.phc.exposed == stored)
        #expect("\(hash)" == "<redacted>")
    }

    @Test("match no password that would be cut, after 72 bytes or at a NUL")
    func cut() async throws {
        let whole = try #require(PasswordHash(stored: "$2b$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe"))
        #expect(try await !hasher.verify(Password(String(repeating: "a", count: 73)), against: whole))
        #expect(try await !hasher.verify(Password(String(repeating: "a", count: 5_000)), against: whole))
        let empty = try #require(PasswordHash(stored: "$2y$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq"))
        #expect(try await !hasher.verify(Password("\0"), against: empty))
        #expect(try await !hasher.verify(Password("\0more"), against: empty))
    }

    @Test(
        "are not read in any other form, nor when checking them would cost too much",
        arguments: [
            "$2b$13$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2b$+5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2b$5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWx",
            "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWx",
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWW",
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe\n",
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyO\u{E9}",
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC:E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            " $2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "$1$abcdefgh$irWbblnpmw.5z7wgBnprh0",
            "$6$rounds=999999999$abcdefgh$x", String(repeating: "$2b$05$", count: 1_000_000),
        ])
    func refused(stored: String) {
        #expect(PasswordHash(stored: stored) == nil)
    }

    @Test("are nothing to a platform account")
    func platform() {
        #expect(PasswordHash(phc: "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW") == nil)
        #expect(
            PasswordHash(stored: "$argon2id$v=19$m=64,t=3,p=1$c2l4dGVlbiBvZiBzYWx0IQ$MDEyMzQ1Njc4OWFiY2RlZg") != nil)
    }

    @Test("are computed side by side by many threads, each for itself")
    func threads() async throws {
        let hasher = PasswordHasher(threadCount: 4)
        let hash = try #require(PasswordHash(stored: "$2b$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe"))
        try await withThrowingTaskGroup { group in
            for number in 0..<40 {
                group.addTask {
                    let password = String(repeating: "a", count: number.isMultiple(of: 2) ? 72 : 71)
                    let matches = try await hasher.verify(Password(password), against: hash)
                    #expect(matches == number.isMultiple(of: 2))
                }
            }
            try await group.waitForAll()
        }
    }
}
