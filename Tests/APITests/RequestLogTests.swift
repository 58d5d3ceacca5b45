import API
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOConcurrencyHelpers
import NIOCore
import Testing

@Suite("What is logged of a request")
struct RequestLogTests {
    @Test("its template, method, status, duration and id; never its query, body, path or token")
    func request() async throws {
        let lines = NIOLockedValueBox<[String]>([])
        let logger = Logger(label: "test") { _ in LogCapture(into: lines) }
        let router = try APIRouter.build(APIFixture().dependencies)
        try await Application(router: router, logger: logger).test(.router) { client in
            let headers = APIFixture.bearer.with(.contentType, "application/json").with(.requestID, "r-1")
            _ = try await client.execute(
                uri: "/api/stores/secret-in-path?secret-in-query=1", method: .patch, headers: headers,
                body: ByteBuffer(string: #"{"name":"secret-in-body"}"#))
            _ = try await client.execute(uri: "/secret-in-path", method: .get)
        }
        let requests = lines.withLockedValue { $0 }.filter { $0.hasPrefix("info request ") }
        #expect(requests.count == 2)
        #expect(requests.first?.contains("method=PATCH requestId=r-1 route=/api/stores/{id} status=404") == true)
        #expect(requests.last?.contains("route=- status=404") == true)
        let everything = lines.withLockedValue { $0.joined(separator: "\n") }
        #expect(!everything.contains("secret"))
        #expect(!everything.contains(APIFixture.token))
    }
}
