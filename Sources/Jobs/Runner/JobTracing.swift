import Domain
import Tracing

/// A span for each attempt at a job, `job <kind>`, of kind consumer: a root of its own, since attempts run long after the
/// request that asked, and more than once. It links to the span in which the job was asked for and names the request's id;
/// what the handler does is within it.
///
/// Without a tracer an attempt costs a comparison with `nil`.
struct JobTracing: Sendable {
    private let tracer: (any Tracer)?

    /// By the tracer of the process, as it is at this moment.
    init() {
        let tracer = InstrumentationSystem.tracer
        self.tracer = tracer is NoOpTracer ? nil : tracer
    }

    func begin(_ job: ClaimQueries.Claimed) -> (any Span)? {
        guard let tracer else { return nil }
        let span = tracer.startAnySpan("job \(job.kind)", context: .topLevel, ofKind: .consumer)
        span.updateAttributes { attributes in
            attributes["job.id"] = "\(job.id)"
            attributes["job.kind"] = job.kind
            attributes["job.queue"] = job.queue
            attributes["job.attempt"] = job.attempt
            if let request = job.requestID { attributes["request.id"] = request }
        }
        if let trace = job.trace { span.addLink(trace.link(for: tracer)) }
        return span
    }

    /// Runs the handler within the span.
    func within<Value>(_ span: (any Span)?, _ body: () async -> Value) async -> Value {
        guard let span else { return await body() }
        return await InstrumentationContext.$current.withValue(span.context) { await body() }
    }

    func end(_ span: (any Span)?, _ ending: JobEnding, as outcome: AttemptOutcome) {
        guard let span else { return }
        span.updateAttributes { $0["job.outcome"] = outcome.rawValue }
        if case .failed(let error) = ending { span.recordError(error) }
        if [.retry, .failed, .actionRequired, .lost, .unwritten].contains(outcome) {
            span.setStatus(SpanStatus(code: .error, message: outcome.rawValue))
        }
        span.end()
    }
}
