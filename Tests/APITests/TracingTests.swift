import Hummingbird
import HummingbirdTesting
import HTTPTypes
import InMemoryTracing
import Testing
import Tracing

@Suite("Spans of requests")
struct TracingTests {
    @Test("name the route and the answer's status, and never what came with a redirect from elsewhere")
    func spans() async throws {
        let tracer = InMemoryTracer()
        try await withTracer(tracer) {
            try await APIFixture().test { client in
                _ = try await client.execute(uri: "/api/stores/0?code=hunter2&state=x", method: .get)
            }
        }
        let span = try #require(tracer.finishedSpans.first)
        #expect(span.kind == .server && span.operationName == "/api/stores/{id}")
        #expect(span.attributes.get("http.response.status_code") == .int64(401))
        #expect(!"\(span.attributes.get("url.query") as Any)".contains("hunter2"))
    }

    @Test("are not made without a tracer")
    func none() async throws {
        try await APIFixture().test { client in
            let answer = try await client.execute(uri: "/healthz", method: .get)
            #expect(answer.status == .ok)
        }
        #expect(InstrumentationSystem.tracer is NoOpTracer)
    }
}
