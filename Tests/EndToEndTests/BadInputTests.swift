import Foundation
import Logging
import NIOHTTP1
import Postgres
import TestSupport
import Testing

/// What people send who made a mistake, or who mean no good.
@Suite("Bad input")
struct BadInputTests {
    /// A request that must be refused, and how.
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let path: String
        let body: String
        let status: UInt
        let code: String
        var field: String?

        var testDescription: String { name }
    }

    private static let register = "/api/auth/register"
    private static let create = "/api/stores/create"
    private static let connect = "/api/stores/{store}/connect-database"

    static func person(_ changes: [String: String]) -> String {
        let fields = [
            "email": #""someone@example.com""#, "password": #""correct horse battery""#, "firstName": #""A""#,
            "lastName": #""B""#,
        ].merging(changes) { $1 }
        return "{\(fields.filter { $0.value != "-" }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ","))}"
    }

    static func url(_ text: String) -> String { #"{"connectionString":"\#(text)"}"# }

    static let cases: [Case] = [
        Case(name: "no JSON", path: register, body: "hello", status: 400, code: "invalid_request"),
        Case(name: "half a JSON", path: register, body: #"{"email":"#, status: 400, code: "invalid_request"),
        Case(name: "an array", path: create, body: "[]", status: 400, code: "invalid_request"),
        Case(
            name: "an e-mail that is none", path: register, body: person(["email": #""nobody""#]), status: 400,
            code: "invalid_request", field: "email"),
        Case(
            name: "an e-mail that is a number", path: register, body: person(["email": "7"]), status: 400,
            code: "invalid_request", field: "email"),
        Case(
            name: "no last name", path: register, body: person(["lastName": "-"]), status: 400,
            code: "invalid_request", field: "lastName"),
        Case(
            name: "an empty first name", path: register, body: person(["firstName": #""  ""#]), status: 400,
            code: "invalid_request", field: "firstName"),
        Case(
            name: "NUL in a name", path: register, body: person(["firstName": #""a\u0000b""#]), status: 400,
            code: "invalid_request"),
        Case(
            name: "a name of 10,000 characters", path: register,
            body: person(["firstName": "\"\(String(repeating: "x", count: 10_000))\""]), status: 400,
            code: "invalid_request", field: "firstName"),
        Case(
            name: "a field given twice", path: create, body: #"{"name":"A","name":"B"}"#, status: 400,
            code: "invalid_request", field: "name"),
        Case(
            name: "10,000 levels", path: create,
            body: "{\"name\":\(String(repeating: "[", count: 10_000))\(String(repeating: "]", count: 10_000))}",
            status: 400, code: "invalid_request"),
        Case(
            name: "a weak password", path: register, body: person(["password": #""password""#]), status: 400,
            code: "weak_password", field: "password"),
        Case(
            name: "a short password", path: register, body: person(["password": #""x""#]), status: 400,
            code: "weak_password", field: "password"),
        Case(
            name: "a reserved slug", path: create, body: #"{"name":"A","slug":"admin"}"#, status: 400,
            code: "invalid_request", field: "slug"),
        Case(
            name: "a slug in another script", path: create, body: #"{"name":"A","slug":"магазин"}"#, status: 400,
            code: "invalid_request", field: "slug"),
        Case(name: "no name", path: create, body: "{}", status: 400, code: "invalid_request", field: "name"),
        Case(name: "no target", path: connect, body: "{}", status: 400, code: "invalid_request"),
        Case(
            name: "two targets", path: connect,
            body: #"{"managed":{},"connectionString":"postgres://u:p@h.example/d"}"#, status: 400,
            code: "invalid_request"),
        Case(
            name: "several hosts", path: connect, body: url("postgres://u:p@a.example,b.example/d"), status: 400,
            code: "invalid_request", field: "connectionString"),
        Case(
            name: "an unknown parameter", path: connect, body: url("postgres://u:p@a.example/d?options=x"), status: 400,
            code: "invalid_request", field: "connectionString"),
        Case(
            name: "a host in the parameters", path: connect, body: url("postgres://u:p@a.example/d?host=127.0.0.1"),
            status: 400, code: "invalid_request", field: "connectionString"),
        Case(
            name: "a Unix socket", path: connect, body: url("postgres://u:p@%2Fvar%2Frun/d"), status: 400,
            code: "invalid_request", field: "connectionString"),
        Case(
            name: "a placeholder", path: connect, body: url("postgres://postgres:[YOUR-PASSWORD]@a.example/d"),
            status: 400, code: "invalid_request", field: "connectionString"),
        Case(
            name: "another scheme", path: connect, body: url("mysql://u:p@a.example/d"), status: 400,
            code: "invalid_request", field: "connectionString"),
        Case(
            name: "a loopback host", path: connect, body: url("postgres://u:p@127.0.0.1:5432/d"), status: 422,
            code: "target_not_allowed"),
        Case(
            name: "a private host in disguise", path: connect, body: url("postgres://u:p@[::ffff:10.0.0.1]:5432/d"),
            status: 422, code: "target_not_allowed"),
        Case(
            name: "the clouds' metadata service", path: connect, body: url("postgres://u:p@169.254.169.254:5432/d"),
            status: 422, code: "target_not_allowed"),
        Case(
            name: "a Supabase project without OAuth", path: connect,
            body: #"{"supabase":{"projectRef":"abcdefghijklmnopqrst"}}"#, status: 422, code: "oauth_required"),
    ]

    @Test("is refused with the field and what to do, and nothing is written", .timeLimit(.minutes(5)))
    func refused() async throws {
        try await Platform.with(["TENANTRY_ALLOW_PRIVATE_DATABASE_HOSTS": "false"]) { platform in
            let agency = try await platform.signUp()
            let before = try await masterRows(platform)
            for bad in Self.cases {
                let answer = try await platform.call(
                    .POST, bad.path.replacing("{store}", with: agency.storeID), token: agency.token,
                    body: Data(bad.body.utf8))
                #expect(answer.status == bad.status, "\(bad.name): \(answer.text)")
                #expect(answer.code == bad.code, "\(bad.name): \(answer.text)")
                #expect(answer.headers.first(name: "Content-Type")?.hasPrefix("application/problem+json") == true)
                #expect(answer.headers.first(name: "X-Request-Id") == answer.string("requestId"))
                guard let field = bad.field else { continue }
                let errors = answer.json["errors"] as? [[String: String]] ?? []
                #expect(errors.contains { $0["field"] == field }, "\(bad.name): \(answer.text)")
            }
            #expect(try await masterRows(platform) == before)
        }
    }

    /// Rows of every table but the log of requests, which has every one of them.
    private func masterRows(_ platform: Platform) async throws -> [String: Int64] {
        try await platform.rowCounts(platform.master).filter { $0.key != "public.api_usage_logs" }
    }

    @Test("of a form nobody reads is refused before it is looked at", .timeLimit(.minutes(5)))
    func form() async throws {
        try await Platform.with { platform in
            let agency = try await platform.signUp()
            let huge = Data(repeating: UInt8(ascii: " "), count: (1 << 20) + 1)
            let large = try await platform.call(.POST, Self.create, token: agency.token, body: huge)
            #expect(large.status == 413 && large.code == "body_too_large")
            let form = try await platform.call(
                .POST, Self.create, token: agency.token, body: Data("name=x".utf8),
                headers: ["Content-Type": "application/x-www-form-urlencoded"])
            #expect(form.status == 415 && form.code == "unsupported_media_type")
            let wrong = try await platform.call(.DELETE, "/api/stores", token: agency.token)
            #expect(wrong.status == 405 && wrong.code == "method_not_allowed")
            let missing = try await platform.call(.GET, "/api/nothing")
            #expect(missing.status == 404 && missing.code == "not_found")
            let nobody = try await platform.call(.GET, "/api/stores")
            #expect(nobody.status == 401 && nobody.code == "token_missing")
        }
    }

    @Test("somebody else's store looks like none, whatever the body", .timeLimit(.minutes(5)))
    func strangers() async throws {
        try await Platform.with { platform in
            let owner = try await platform.signUp()
            let stranger = try await platform.signUp()
            let paths = ["", "/provisioning", "/provisioning/events"]
            for path in paths {
                let theirs = try await platform.call(.GET, "/api/stores/\(owner.storeID)\(path)", token: stranger.token)
                let none = try await platform.call(.GET, "/api/stores/\(UUID())\(path)", token: stranger.token)
                #expect(theirs.status == 404 && none.status == 404)
                #expect(theirs.string("detail") == none.string("detail"))
            }
            for body in ["{}", "nonsense", #"{"managed":{}}"#] {
                let answer = try await platform.call(
                    .POST, "/api/stores/\(owner.storeID)/connect-database", token: stranger.token, body: Data(body.utf8)
                )
                #expect(answer.status == 404 && answer.code == "not_found", "\(answer.text)")
            }
        }
    }
}
