import Domain
import Foundation
import Secrets
import Testing

@testable import Accounts

@Suite("Rotating the signing key", .timeLimit(.minutes(5)))
struct SigningKeyRotationTests {
    @Test("publishes a key, signs with it 20 minutes later, and drops the old one when its tokens are dead")
    func wholeLife() async throws {
        try await KeyBench.with { bench in
            let process = try await bench.process()
            let rotation = bench.rotation()
            let old = process.active
            let token = try process.mint()

            let begun = try await rotation.begin(by: "test")
            let new = begun.kid
            #expect(begun.isNew)
            #expect(abs(begun.signsFrom.rawValue.timeIntervalSinceNow - 1_200) < 60)
            #expect(try await process.reload.reload())
            #expect(process.published == [old, new])
            #expect(String(decoding: process.tokens.keys.jwks, as: UTF8.self).contains(new))
            #expect(process.active == old)

            func seconds(_ count: Double) -> Timestamp { Timestamp(begun.signsFrom.rawValue + count) }
            #expect(try await rotation.advance(at: seconds(-1)).isEmpty)
            #expect(
                try await rotation.advance(at: seconds(0)) == [
                    SigningKeyChange(old, .verifyOnly), SigningKeyChange(new, .active),
                ])
            #expect(try await process.reload.reload())
            #expect(process.active == new)
            #expect(throws: Never.self) { try process.tokens.verify(token) }
            #expect(throws: Never.self) { try process.tokens.verify(process.mint()) }

            #expect(try await rotation.advance(at: seconds(899)).isEmpty)
            #expect(try await rotation.advance(at: seconds(900)) == [SigningKeyChange(old, .revoked)])
            #expect(throws: Never.self) { try process.tokens.verify(token) }
            #expect(try await process.reload.reload())
            #expect(process.published == [new])
            #expect(throws: AccessTokenError.invalid) { try process.tokens.verify(token) }
            #expect(
                try await bench.audited() == [
                    "signing_key.begun \(new)", "signing_key.rotated \(new)", "signing_key.retired \(old)",
                ])
        }
    }

    @Test("of many processes at once, one begins and one takes the step")
    func race() async throws {
        try await KeyBench.with { bench in
            let old = try await bench.process().active
            let begun = try await together { try await bench.rotation().begin(by: "test") }
            #expect(Set(begun.map(\.kid)).count == 1)
            #expect(begun.count { $0.isNew } == 1)
            let due = begun[0].signsFrom
            let steps = try await together { try await bench.rotation().advance(at: due) }
            #expect(steps.count { !$0.isEmpty } == 1)
            #expect(try await bench.states() == ["\(old) verify_only", "\(begun[0].kid) active"])
            #expect(try await bench.audited().count == 2)
        }
    }

    @Test("lets a process believe tokens of a key that still waits there")
    func pending() async throws {
        try await KeyBench.with { bench in
            let (slow, fast) = (try await bench.process(), try await bench.process())
            _ = try await bench.rotation().begin(by: "test")
            try await slow.reload.reload()
            let begun = try await bench.rotation().begin(isImmediate: true, by: "test")
            #expect(!begun.isNew)
            try await fast.reload.reload()
            #expect(fast.active == begun.kid && slow.active != begun.kid)
            let (late, early) = (try slow.mint(), try fast.mint())
            #expect(throws: Never.self) { try slow.tokens.verify(early) }
            #expect(throws: Never.self) { try fast.tokens.verify(late) }
        }
    }

    @Test("begins a second time only when the first is through")
    func again() async throws {
        try await KeyBench.with { bench in
            _ = try await bench.process()
            let first = try await bench.rotation().begin(by: "test")
            #expect(try await !bench.rotation().begin(by: "test").isNew)
            try await bench.rotation().advance(at: first.signsFrom)
            let second = try await bench.rotation().begin(by: "test")
            #expect(second.isNew && second.kid != first.kid)
        }
    }

    @Test("replaces a revoked key at once, and its tokens die with the next reading, remembered or not")
    func revocation() async throws {
        try await KeyBench.with { bench in
            let process = try await bench.process()
            let old = process.active
            let token = try process.mint()
            _ = try process.tokens.verify(token)
            let changes = try await bench.rotation().revoke(old, by: "test")
            #expect(changes.map(\.state) == [.revoked, .active])
            try await process.reload.reload()
            #expect(throws: AccessTokenError.invalid) { try process.tokens.verify(token) }
            #expect(process.published == [changes[1].kid])
            #expect(throws: Never.self) { try process.tokens.verify(process.mint()) }
            #expect(try await bench.rotation().revoke(old, by: "test").isEmpty)
            #expect(
                try await bench.audited() == ["signing_key.revoked \(old)", "signing_key.rotated \(changes[1].kid)"])
        }
    }

    @Test("lets the key that waits take the place of a revoked one, and can revoke the one that waits")
    func revocationDuringRotation() async throws {
        try await KeyBench.with { bench in
            let old = try await bench.process().active
            let waiting = try await bench.rotation().begin(by: "test").kid
            #expect(
                try await bench.rotation().revoke(old, by: "test") == [
                    SigningKeyChange(old, .revoked), SigningKeyChange(waiting, .active),
                ])
            let next = try await bench.rotation().begin(by: "test").kid
            #expect(try await bench.rotation().revoke(next, by: "test") == [SigningKeyChange(next, .revoked)])
            #expect(try await bench.states() == ["\(old) revoked", "\(waiting) active", "\(next) revoked"])
        }
    }

    @Test("says so when there is no such key")
    func unknown() async throws {
        try await KeyBench.with { bench in
            await #expect(throws: SigningKeyRotationError.unknownKey) {
                try await bench.rotation().revoke("nobody", by: "test")
            }
        }
    }

    private func together<Value: Sendable>(
        _ act: @escaping @Sendable () async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: Value.self) { group in
            for _ in 0..<8 { group.addTask { try await act() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
