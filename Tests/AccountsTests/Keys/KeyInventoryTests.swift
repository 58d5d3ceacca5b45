import Accounts
import Foundation
import Postgres
import Secrets
import Tenancy
import Testing

@Suite("The list of keys")
struct KeyInventoryTests {
    @Test("counts what each credential key seals, and says which are missing here")
    func counts() async throws {
        try await KeyBench.with { bench in
            let process = try await bench.process()
            let waiting = try await bench.rotation().begin(by: "test").kid
            let revoked = process.active
            try await bench.rotation().revoke(revoked, by: "test")
            let other = try Keyring(parsing: Keyring.makeEntry(named: try #require(KeyID("two"))).exposed)
            let keys = try await inventory(of: other, bench)

            let credential = try #require(keys["credentialKeys"] as? [[String: Any]])
            #expect(credential.map { $0["name"] as? String } == ["two", "one"])
            #expect(credential.map { $0["isPrimary"] as? Bool } == [true, false])
            #expect(credential.map { $0["isPresent"] as? Bool } == [true, false])
            // Revoked keys no longer need what seals them.
            #expect(credential.map { $0["signingKeys"] as? Int } == [0, 1])
            #expect(credential.map { $0["platformSecrets"] as? Int } == [0, 2])
            #expect(credential.map { $0["storeDatabases"] as? Int } == [0, 0])
            let signing = try #require(keys["signingKeys"] as? [[String: Any]])
            #expect(
                Set(signing.map { "\($0["kid"] ?? "") \($0["state"] ?? "")" })
                    == ["\(waiting) active", "\(revoked) revoked"])
            let text = "\(try await KeyInventory.take(with: other, on: bench.master))"
            #expect(text.contains("one  MISSING HERE, 0 store databases, 1 signing keys, 2 platform secrets"))
            #expect(text.contains("\(waiting)  active for 0 s") || text.contains("\(waiting)  active for 1 s"))
        }
    }

    @Test("tells how long a key has been in its state")
    func ages() async throws {
        try await KeyBench.with { bench in
            _ = try await bench.process()
            try await bench.master.session.execute("update signing_keys set activated_at = now() - interval '3 hours'")
            let keys = try await inventory(of: bench.keyring, bench)
            let signing = try #require(keys["signingKeys"] as? [[String: Any]])
            #expect(10_800..<10_830 ~= (signing.first?["secondsInState"] as? Int ?? 0))
            #expect("\(try await KeyInventory.take(with: bench.keyring, on: bench.master))".contains("active for 3 h"))
        }
    }

    private func inventory(of keyring: Keyring, _ bench: KeyBench) async throws -> [String: Any] {
        let data = try JSONEncoder().encode(try await KeyInventory.take(with: keyring, on: bench.master))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
