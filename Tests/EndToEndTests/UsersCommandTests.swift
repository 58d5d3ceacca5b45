import Foundation
import LocalServers
import NIOHTTP1
import TestSupport
import Testing

@Suite("tenantry users", .timeLimit(.minutes(5)))
struct UsersCommandTests {
    @Test("makes an operator who can log in, with a password that is in no log")
    func create() async throws {
        try await Platform.with { platform in
            let made = try await platform.command(
                "users", "create", "--email", "ada@example.com", "--first-name", "Ada", "--last-name", "Lovelace",
                "--role", "operator", "--password-stdin", "--json", input: "correct horse 7 battery\n")
            #expect(made.status == .exited(0))
            let user = try #require(made.json["user"] as? [String: Any])
            #expect(user["role"] as? String == "operator" && user["email"] as? String == "ada@example.com")
            #expect(made.json["password"] == nil)
            #expect(try await logIn("ada@example.com", "correct horse 7 battery", platform) == 200)
            #expect(try await logIn("ada@example.com", "correct horse 7 battery\n", platform) == 401)
            #expect(try !platform.logs().contains("horse 7"))

            let again = try await platform.command(
                "users", "create", "--email", "ADA@example.com", "--first-name", "A", "--last-name", "L")
            #expect(again.status == .exited(1) && again.output.isEmpty)
            #expect(again.errors.contains("There is an account with this e-mail address."))
        }
    }

    @Test("prints a random password once, when none is given")
    func randomPassword() async throws {
        try await Platform.with { platform in
            let made = try await platform.command(
                "users", "create", "--email", "bob@example.com", "--first-name", "B", "--last-name", "C", "--json")
            let password = try #require(made.json["password"] as? String)
            #expect(try await logIn("bob@example.com", password, platform) == 200)
            let other = try await platform.command(
                "users", "create", "--email", "c@example.com", "--first-name", "B", "--last-name", "C")
            #expect(other.output.contains("Password, shown this once: "))
        }
    }

    @Test("promotes and deactivates, as often as it is told to, and a deactivated user is out at once")
    func deactivate() async throws {
        try await Platform.with { platform in
            let agency = try await platform.signUp()
            let email = try #require(
                try await platform.call(.GET, "/api/auth/me", token: agency.token).string("email"))
            for word in ["now", "already"] {
                let promoted = try await platform.command("users", "promote", email, "--role", "operator")
                #expect(promoted.status == .exited(0))
                #expect(promoted.output == "\(email) is \(word) operator.\n")
            }
            let listed = try await platform.command("users", "list", "--role", "operator", "--json")
            #expect((listed.json["users"] as? [[String: Any]])?.map { $0["email"] as? String } == [email])

            let first = try await platform.command("users", "deactivate", email, "--json")
            #expect(first.status == .exited(0))
            #expect(first.json["isChanged"] as? Bool == true && first.json["sessionsEnded"] as? Int == 1)
            let me = try await platform.call(.GET, "/api/auth/me", token: agency.token)
            #expect(me.status == 401 && me.code == "session_revoked")
            let second = try await platform.command("users", "deactivate", email, "--json")
            #expect(second.status == .exited(0) && second.json["isChanged"] as? Bool == false)
        }
    }

    @Test("says what is wrong: 2 for a wrong call, 1 for what cannot be done")
    func refusals() async throws {
        try await Platform.with { platform in
            let names = ["--first-name", "A", "--last-name", "B"]
            func create(_ email: String, _ more: [String] = [], input: String? = nil) async throws -> Platform.Outcome {
                try await platform.command(["users", "create", "--email", email] + names + more, input: input)
            }
            let usage = [
                try await create("nobody"), try await create("a@example.com", ["--role", "king"]),
                try await create("a@example.com", ["--password-stdin"], input: ""),
                try await create("a@example.com", ["--password", "secret-word"]),
                try await platform.command("users", "promote", "a@example.com"),
                try await platform.command("users", "list", "--limit", "0"),
            ]
            #expect(usage.map(\.status) == Array(repeating: .exited(2), count: usage.count))
            #expect(usage[0].errors.contains("This is not an e-mail address"))
            let weak = try await create("a@example.com", ["--password-stdin"], input: "password1\n")
            #expect(weak.status == .exited(1) && weak.errors.contains("among the first that anybody would try"))
            for act in [["promote", "x@example.com", "--role", "agency"], ["deactivate", "x@example.com"]] {
                let unknown = try await platform.command(["users"] + act)
                #expect(unknown.status == .exited(1))
                #expect(unknown.errors.contains("There is no account with this e-mail address."))
            }
        }
    }

    private func logIn(_ email: String, _ password: String, _ platform: Platform) async throws -> UInt {
        try await platform.call(.POST, "/api/auth/login", json: ["email": email, "password": password]).status
    }
}
