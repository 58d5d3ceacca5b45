import Domain
import InMemoryTracing
import JobTesting
import Tenancy
import TestSupport
import Testing
import Tracing

@testable import Jobs

@Suite("The span of an attempt", .timeLimit(.minutes(5)))
struct JobTracingTests {
    @Test("names the job, the request that asked and the end, holds what the handler does, and records its error")
    func spans() async throws {
        let tracer = InMemoryTracer()
        try await withBench { bench in
            let handler = ScriptedHandler<Errand> { _, context in
                try withSpan("inner") { _ in
                    guard context.attempt > 1 else { throw Mishap.retry }
                    return .effect(of: context)
                }
            }
            let trial = try JobTrial(master: bench.master, subjects: .of(handler), rules: { _ in .retry(.unexpected) })
            {
                $0.register(handler)
            }
            let id = try await trial.request(JobRequest(Errand(), requestID: "r-17"))
            try await withTracer(tracer) { _ = try await trial.attempt(id) }
            try await trial.advance(by: .seconds(3_600))
            try await withTracer(tracer) { _ = try await trial.attempt(id) }

            let spans = tracer.finishedSpans.filter { $0.operationName == "job errand" }
            #expect(spans.count == 2 && spans.allSatisfy { $0.kind == .consumer && $0.parentSpanID == nil })
            for (span, (attempt, outcome)) in zip(spans, [(1, "retry"), (2, "succeeded")]) {
                #expect(span.attributes.get("job.id") == .string("\(id)"))
                #expect(span.attributes.get("job.queue") == .string("default"))
                #expect(
                    span.attributes.get("job.attempt") == .int32(Int32(attempt))
                        || span.attributes.get("job.attempt") == .int64(Int64(attempt)))
                #expect(span.attributes.get("job.outcome") == .string(outcome))
                #expect(span.attributes.get("request.id") == .string("r-17"))
            }
            #expect(spans.first?.errors.first?.error is Mishap && spans.first?.status?.code == .error)
            #expect(spans.last?.errors.isEmpty == true && spans.last?.status == nil)
            let inner = tracer.finishedSpans.filter { $0.operationName == "inner" }
            #expect(inner.map(\.parentSpanID) == spans.map(\.spanID))
        }
        #expect(tracer.activeSpans.isEmpty)
    }
}
