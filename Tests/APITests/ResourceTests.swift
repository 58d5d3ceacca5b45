import API
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
@testable import Jobs
import NIOCore
@testable import Stores
import Testing

@Suite("Resources")
struct ResourceTests {
    private let json: HTTPFields = APIFixture.bearer.with(.contentType, "application/json")

    private func post(
        _ client: any TestClientProtocol, _ uri: String, _ body: String, key: String? = nil
    ) async throws -> TestResponse {
        var headers = json
        headers[.idempotencyKey] = key
        return try await client.execute(uri: uri, method: .post, headers: headers, body: ByteBuffer(string: body))
    }

    @Test("signing up gives an account, its store and tokens; every wrong field is told at once")
    func register() async throws {
        try await APIFixture().test { client in
            let made = try await post(
                client, "/api/auth/register",
                #"{"email":"new@example.com","password":"x","firstName":"A","lastName":"B","storeName":"Shop"}"#)
            #expect(made.status == .created)
            #expect(made.json["store"]?["name"]?.text == "Shop")
            #expect(made.json["accessToken"]?.text == "access")
            #expect(made.json["tokenType"]?.text == "Bearer")
            #expect(made.json["expiresIn"] == .number("600"))
            let wrong = try await post(client, "/api/auth/register", #"{"email":"x","firstName":7,"slug":"shop"}"#)
            #expect(wrong.status == .badRequest)
            #expect(wrong.fields == ["email", "password", "firstName", "lastName", "storeName"])
        }
    }

    @Test("signing in shows the same shape, without a store")
    func login() async throws {
        try await APIFixture().test { client in
            let answer = try await post(client, "/api/auth/login", #"{"email":"ada@example.com","password":"x"}"#)
            #expect(answer.status == .ok)
            #expect(answer.json["store"] == .null)
            let unknown = try await post(
                client, "/api/auth/login", #"{"email":"ada@example.com","password":"x","hostname":"nobody.example"}"#)
            #expect(unknown.json["code"]?.text == "unknown_host")
            let store = try await post(
                client, "/api/auth/login", #"{"email":"ada@example.com","password":"x","hostname":"shop.example"}"#)
            #expect(store.json["code"]?.text == "invalid_credentials")
            let wrong = try await post(client, "/api/auth/login", #"{"email":"b","password":"x"}"#)
            #expect(wrong.json["code"]?.text == "invalid_credentials")
            #expect(wrong.headers[.wwwAuthenticate] != nil)
        }
    }

    @Test("two hosts in one request are one too many")
    func hosts() async throws {
        try await APIFixture().test { client in
            let twice = try await client.execute(
                uri: "/api/store", method: .get, headers: [.furtherHost: "shop.example"])
            #expect(twice.status == .badRequest)
            #expect(try await client.execute(uri: "/api/store", method: .get).json["code"]?.text == "unknown_host")
        }
    }

    @Test("stores are listed newest first, a page at a time, and every store once")
    func pages() async throws {
        let fixture = APIFixture()
        for number in 0..<5 { try fixture.addStore("S\(number)", at: 1_772_352_000 + Double(number) * 0.000_1) }
        try await fixture.test { client in
            var names: [String] = []
            var cursor: String?
            repeat {
                let query = cursor.map { "&cursor=\($0)" } ?? ""
                let page = try await client.execute(
                    uri: "/api/stores?limit=2\(query)", method: .get, headers: APIFixture.bearer)
                if case .array(let items)? = page.json["items"] { names += items.compactMap { $0["name"]?.text } }
                cursor = page.json["nextCursor"]?.text
            } while cursor != nil
            #expect(names == ["S4", "S3", "S2", "S1", "S0"])
        }
    }

    @Test(
        "a query that breaks a rule is told field by field",
        arguments: [
            ("limit=0", "limit"), ("limit=201", "limit"), ("limit=-1", "limit"), ("limit=1e9", "limit"),
            ("limit=99999999999999999999", "limit"), ("limit=1&limit=2", "limit"), ("cursor=nonsense", "cursor"),
        ])
    func queries(_ query: String, _ field: String) async throws {
        try await APIFixture().test { client in
            let answer = try await client.execute(
                uri: "/api/stores?\(query)", method: .get, headers: APIFixture.bearer)
            #expect(answer.status == .badRequest)
            #expect(answer.fields == [field])
        }
    }

    @Test("a slug is free, taken, kept by the platform, or none")
    func slugs() async throws {
        try await APIFixture().test { client in
            func ask(_ slug: String) async throws -> TestResponse {
                try await client.execute(
                    uri: "/api/stores/slug-availability?slug=\(slug)", method: .get, headers: APIFixture.bearer)
            }
            #expect(try await ask("free-one").json["available"] == .boolean(true))
            let taken = try await ask("taken").json
            #expect(taken["available"] == .boolean(false))
            #expect(taken["suggestions"] == .array([.string("taken-shop"), .string("taken-store")]))
            let reserved = try await ask("admin")
            #expect(reserved.status == .ok)
            #expect(reserved.json["available"] == .boolean(false))
            #expect(try await ask("No%20Slug").fields == ["slug"])
            #expect(try await ask("").fields == ["slug"])
        }
    }

    @Test(
        "a database is named in exactly one way",
        arguments: [
            ("{}", ["connectionString"]), (#"{"managed":{},"supabase":{"projectRef":"x"}}"#, ["supabase", "managed"]),
            (#"{"supabase":{}}"#, ["supabase.projectRef"]), (#"{"managed":true}"#, ["managed"]),
            (#"{"connectionString":"nonsense"}"#, ["connectionString"]),
            (#"{"managed":{},"confirmNonEmpty":"yes"}"#, ["confirmNonEmpty"]),
        ])
    func targets(_ body: String, _ fields: [String]) async throws {
        let fixture = APIFixture()
        let store = try fixture.addStore()
        try await fixture.test { client in
            let answer = try await post(client, "/api/stores/\(store.id)/connect-database", body)
            #expect(answer.status == .badRequest)
            #expect(answer.fields == fields)
        }
    }

    @Test("a connection is promised with its job, a Supabase project needs its account first")
    func connect() async throws {
        let fixture = APIFixture()
        let store = try fixture.addStore()
        try await fixture.test { client in
            let promised = try await post(
                client, "/api/stores/\(store.id)/connect-database", #"{"connectionString":"postgres://u:p@h/d"}"#)
            #expect(promised.status == .accepted)
            let job = try #require(promised.json["job"]?["id"]?.text)
            #expect(promised.headers[.location] == "/api/jobs/\(job)")
            #expect(promised.json["store"]?["id"]?.text == "\(store.id)")
            #expect(promised.json["job"]?["error"] == .null)
            let again = try await post(client, "/api/stores/\(store.id)/provisioning/retry", "")
            #expect(again.status == .accepted)
            let supabase = try await post(
                client, "/api/stores/\(store.id)/connect-database", #"{"supabase":{"projectRef":"abc"}}"#)
            #expect(supabase.status.code == 422)
            #expect(supabase.json["code"]?.text == "oauth_required")
        }
    }

    @Test("a balance needs a store, one that is the caller's")
    func balance() async throws {
        let fixture = APIFixture()
        let store = try fixture.addStore()
        try await fixture.test { client in
            func ask(_ query: String) async throws -> TestResponse {
                try await client.execute(
                    uri: "/api/credits/balance\(query)", method: .get, headers: APIFixture.bearer)
            }
            let own = try await ask("?storeId=\(store.id)&minSeq=0")
            #expect(own.json["balance"]?.text == "0.0000")
            #expect(try await ask("").json["code"]?.text == "store_required")
            #expect(try await ask("?storeId=\(Store.ID.make())").status == .notFound)
            #expect(try await ask("?storeId=nonsense&minSeq=x").fields == ["storeId", "minSeq"])
        }
    }

    @Test("a job's id that can be none is answered like one that is not there")
    func jobIDs() throws { #expect(RequestError.noSuchJob.explanation == JobNotFound().explanation) }
}

extension TestResponse {
    /// The fields that a problem complains about.
    var fields: [String] {
        guard case .array(let errors)? = json["errors"] else { return [] }
        return errors.compactMap { $0["field"]?.text }
    }
}
