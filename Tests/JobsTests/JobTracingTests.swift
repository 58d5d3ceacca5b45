import Domain
import InMemoryTracing
import JobTesting
import Postgres
import Tenancy
import TestSupport
import Testing
import Tracing

@testable import Jobs

/// Writes, besides its own fields, those that others write.
private struct WordyTracer: Tracer {
    let inner = InMemoryTracer()
    let extra: [String: String]

    func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> InstrumentationContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> InMemorySpan {
        inner.startSpan(
            operationName, context: context(), ofKind: kind, at: instant(), function: function, file: fileID,
            line: line)
    }

    func forceFlush() {}

    func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        inner.inject(context, into: &carrier, using: injector)
        for (key, value) in extra { injector.inject(value, forKey: key, into: &carrier) }
    }

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        inner.extract(carrier, into: &context, using: extractor)
    }
}

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
            let id = try await withTracer(tracer) {
                try await withSpan("request") { _ in
                    try await trial.request(JobRequest(Errand(), requestID: "r-17"))
                }
            }
            let asked = try #require(tracer.popFinishedSpans().first)
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
                #expect(span.links.map { $0.context.inMemorySpanContext?.spanID } == [asked.spanID])
                #expect(span.traceID != asked.traceID)
            }
            #expect(spans.first?.errors.first?.error is Mishap && spans.first?.status?.code == .error)
            #expect(spans.last?.errors.isEmpty == true && spans.last?.status == nil)
            let inner = tracer.finishedSpans.filter { $0.operationName == "inner" }
            #expect(inner.map(\.parentSpanID) == spans.map(\.spanID))
        }
        #expect(tracer.activeSpans.isEmpty)
    }

    @Test("is led back to its request by what the tracer wrote, without baggage and bounded, or not at all")
    func fields() throws {
        #expect(TraceFields.current() == nil)
        withTracer(WordyTracer(extra: ["Baggage": "password=hunter2", "tracestate": "a=1"])) {
            #expect(TraceFields.current() == nil)
            withSpan("request") { _ in
                #expect(
                    TraceFields.current()?.fields.keys.sorted()
                        == ["in-memory-span-id", "in-memory-trace-id", "tracestate"])
            }
        }
        withTracer(WordyTracer(extra: ["tracestate": String(repeating: "a", count: 1_024)])) {
            withSpan("request") { _ in #expect(TraceFields.current() == nil) }
        }
    }

    @Test("of many jobs that are asked for at once is linked, too")
    func many() async throws {
        let tracer = InMemoryTracer()
        try await withBench { bench in
            let queue = JobQueue(index: nil, logger: quiet)
            let jobs = try await withTracer(tracer) {
                try await withSpan("request") { _ in
                    try await bench.master.transaction { master in
                        try await queue.enqueue([JobRequest(Errand()), JobRequest(Errand())], on: master)
                    }
                }
            }
            let spanID = try #require(tracer.finishedSpans.first?.spanID)
            for job in jobs {
                let kept = try await bench.master.session.first(
                    "select trace ->> 'in-memory-span-id' from job_queue where id = \(job.id)", as: String.self)
                #expect(kept == spanID)
            }
            #expect(jobs.count == 2)
        }
    }
}
