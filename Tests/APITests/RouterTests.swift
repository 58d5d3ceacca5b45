import API
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
@testable import Jobs
import NIOCore
@testable import Stores
import Testing

@Suite("Requests in general")
struct RouterTests {
    private let json: HTTPFields = APIFixture.bearer.with(.contentType, "application/json")

    @Test("every answer carries the request's id: the client's own when it is well formed, else a new one")
    func requestIDs() async throws {
        try await APIFixture().test { client in
            let cases = [("/healthz", 200), ("/nowhere", 404), ("/api/stores", 401), ("/api/auth/login", 405)]
            for (uri, status) in cases {
                let own = try await client.execute(uri: uri, method: .get, headers: [.requestID: "my-id_1.2"])
                #expect(own.status.code == status)
                #expect(own.headers[.requestID] == "my-id_1.2")
                let minted = try await client.execute(uri: uri, method: .get, headers: [.requestID: "no good id"])
                #expect(minted.headers[.requestID]?.count == 36)
            }
        }
    }

    @Test("a problem repeats the request's id and has a code")
    func problems() async throws {
        try await APIFixture().test { client in
            let answer = try await client.execute(uri: "/nowhere", method: .get, headers: [.requestID: "r-1"])
            #expect(answer.headers[.contentType] == "application/problem+json")
            #expect(answer.json["requestId"]?.text == "r-1")
            #expect(answer.json["code"]?.text == "not_found")
        }
    }

    @Test(
        "a known path with another method is 405 and says which ones it takes",
        arguments: [
            ("/api/stores/create", HTTPRequest.Method.get, "POST"), ("/api/stores", .delete, "GET, HEAD"),
            ("/api/stores/0/provisioning/retry", .put, "POST"), ("/api/stores/0", .post, "GET, HEAD, PATCH"),
            ("/healthz/", .post, "GET, HEAD"), ("/api/stores/slug-availability", .patch, "GET, HEAD"),
        ])
    func methods(_ uri: String, _ method: HTTPRequest.Method, _ allow: String) async throws {
        try await APIFixture().test { client in
            let answer = try await client.execute(uri: uri, method: method)
            #expect(answer.status == .methodNotAllowed)
            #expect(answer.headers[.allow] == allow)
            #expect(answer.json["code"]?.text == "method_not_allowed")
        }
    }

    @Test("HEAD is GET without the body")
    func head() async throws {
        try await APIFixture().test { client in
            let answer = try await client.execute(uri: "/healthz", method: .head)
            #expect(answer.status == .ok)
            #expect(answer.body.readableBytes == 0)
            #expect(try await client.execute(uri: "/nowhere", method: .head).body.readableBytes == 0)
        }
    }

    @Test(
        "who is asking comes before everything else",
        arguments: [nil, "Basic YTpi", "Bearer", "Bearer nonsense", "good-token"])
    func authentication(_ field: String?) async throws {
        try await APIFixture().test { client in
            var headers: HTTPFields = [.contentType: "text/plain", .idempotencyKey: "\""]
            headers[.authorization] = field
            let answer = try await client.execute(
                uri: "/api/stores/create", method: .post, headers: headers, body: ByteBuffer(string: "{"))
            #expect(answer.status == .unauthorized)
            #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        }
    }

    @Test("whose it is comes before the body", arguments: ["connect-database", "provisioning/retry", ""])
    func ownership(_ action: String) async throws {
        let fixture = APIFixture()
        let strange = try fixture.addStore(owner: fixture.stranger)
        try await fixture.test { client in
            var answers: Set<String> = []
            for id in ["\(strange.id)", "\(Store.ID.make())", "nonsense"] {
                let answer = try await client.execute(
                    uri: "/api/stores/\(id)/\(action)", method: action.isEmpty ? .patch : .post,
                    headers: APIFixture.bearer.with(.requestID, "r"),
                    body: ByteBuffer(repeating: 0x78, count: RequestContent.sizeLimit + 1))
                #expect(answer.status == .notFound)
                answers.insert(String(buffer: answer.body))
            }
            #expect(answers.count == 1)
        }
    }

    @Test("more than a mebibyte is refused, however it is framed")
    func tooLarge() async throws {
        try await APIFixture().test { client in
            let body = ByteBuffer(repeating: 0x20, count: RequestContent.sizeLimit + 1)
            let answer = try await client.execute(uri: "/api/stores/create", method: .post, headers: json, body: body)
            #expect(answer.status.code == 413)
            #expect(answer.json["code"]?.text == "body_too_large")
        }
    }

    @Test("a body that is not JSON is refused by its type")
    func mediaType() async throws {
        try await APIFixture().test { client in
            let answer = try await client.execute(
                uri: "/api/stores/create", method: .post, headers: APIFixture.bearer.with(.contentType, "text/plain"),
                body: ByteBuffer(string: #"{"name":"Shop"}"#))
            #expect(answer.status.code == 415)
            #expect(answer.json["code"]?.text == "unsupported_media_type")
        }
    }

    @Test("an error nobody foresaw is 500 and says nothing")
    func unforeseen() async throws {
        try await APIFixture().test { client in
            let answer = try await client.execute(
                uri: "/api/stores/create", method: .post, headers: json,
                body: ByteBuffer(string: #"{"name":"Unforeseen"}"#))
            #expect(answer.status == .internalServerError)
            #expect(answer.json["code"]?.text == "internal_error")
            #expect(!String(buffer: answer.body).contains("hunter2"))
        }
    }

    @Test("metrics are shown to whoever asks, as they are, and kept by nobody")
    func metrics() async throws {
        try await APIFixture().test { client in
            let answer = try await client.execute(uri: "/metrics", method: .get)
            #expect(answer.status == .ok && String(buffer: answer.body) == "up 1\n")
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4")
            #expect(answer.headers[.cacheControl] == "no-store")
        }
    }

    @Test("readiness is degraded without Redis, and a problem with its parts without the master database")
    func readiness() async throws {
        var fixture = APIFixture()
        fixture.readiness.redis = { "Redis does not answer." }
        try await fixture.test { client in
            let answer = try await client.execute(uri: "/readyz", method: .get)
            #expect(answer.status == .ok)
            #expect(answer.json["status"]?.text == "degraded")
            #expect(answer.json["parts"]?["redis"]?["detail"]?.text == "Redis does not answer.")
        }
        fixture.readiness.masterDatabase = { "The master database does not answer." }
        try await fixture.test { client in
            let answer = try await client.execute(uri: "/readyz", method: .get)
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[.retryAfter] == "5")
            #expect(answer.json["parts"]?["masterDatabase"]?["ok"] == .boolean(false))
            #expect(answer.json["parts"]?["keys"]?["ok"] == .boolean(true))
        }
    }
}
