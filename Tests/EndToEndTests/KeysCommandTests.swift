import Foundation
import LocalServers
import NIOHTTP1
import TestSupport
import Testing

@Suite("tenantry keys", .timeLimit(.minutes(5)))
struct KeysCommandTests {
    private func signingKeys(_ platform: Platform) async throws -> [String: String] {
        let status = try await platform.command("keys", "status", "--json")
        #expect(status.status == .exited(0))
        let keys = status.json["signingKeys"] as? [[String: Any]] ?? []
        return Dictionary(uniqueKeysWithValues: keys.map { ($0["kid"] as? String ?? "", $0["state"] as? String ?? "") })
    }

    @Test("shows the keys, publishes a new one, and signs with it at once only when told to")
    func rotation() async throws {
        try await Platform.with { platform in
            let old = try #require(try await signingKeys(platform).first)
            #expect(old.value == "active")
            let begun = try await platform.command("keys", "rotate", "--signing", "--json")
            #expect(begun.status == .exited(0))
            let new = try #require(begun.json["kid"] as? String)
            #expect(begun.json["isNew"] as? Bool == true && begun.json["isActive"] as? Bool == false)
            #expect(try await signingKeys(platform) == [old.key: "active", new: "pending"])

            let hurried = try await platform.command("keys", "rotate", "--signing", "--now")
            #expect(hurried.status == .exited(0) && hurried.errors.contains("Warning: "))
            #expect(hurried.output == "Signing key \(new) signs from now on.\n")
            #expect(try await signingKeys(platform) == [old.key: "verify_only", new: "active"])

            let revoked = try await platform.command("keys", "revoke", old.key)
            #expect(revoked.output == "Signing key \(old.key) is revoked.\n")
            #expect(try await signingKeys(platform) == [old.key: "revoked", new: "active"])
            let shown = try await platform.command("keys", "status")
            #expect(shown.output.contains("test  seals, 0 store databases, 1 signing keys, 2 platform secrets"))
        }
    }

    @Test("reaches a process that runs: tokens of a revoked key die, and clients that log in again go on")
    func revocation() async throws {
        try await Platform.with { platform in
            let agency = try await platform.signUp()
            let old = try #require(try await signingKeys(platform).keys.first)
            let revoked = try await platform.command("keys", "revoke", old, "--json")
            let successor = try #require(revoked.json["successor"] as? String)
            try await eventually {
                let me = try await platform.call(.GET, "/api/auth/me", token: agency.token)
                return me.status == 401 && me.code == "token_invalid"
            }
            let published = try await platform.call(.GET, "/.well-known/jwks.json")
            #expect(published.text.contains(successor) && !published.text.contains(old))
            let fresh = try await platform.signUp()
            #expect(try await platform.call(.GET, "/api/auth/me", token: fresh.token).status == 200)
        }
    }

    @Test("says what is wrong")
    func refusals() async throws {
        try await Platform.with { platform in
            let usage = try await platform.command("keys", "rotate")
            #expect(usage.status == .exited(2) && usage.errors.contains("--signing"))
            let unknown = try await platform.command("keys", "revoke", "nobody")
            #expect(unknown.status == .exited(1) && unknown.errors.contains("There is no signing key of this name."))
        }
    }
}
