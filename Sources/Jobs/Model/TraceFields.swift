import Tracing

/// What leads from an attempt back to the trace in which its job was asked for, by the names that the tracer of the process
/// chose: `traceparent` and `tracestate` with most (W3C Trace Context, https://www.w3.org/TR/trace-context/).
package struct TraceFields: Sendable, Equatable, Codable {
    let fields: [String: String]

    /// Of the span that the caller runs in; `nil` without a tracer or outside of any span.
    ///
    /// Baggage is left out: it may hold anything, and a job's row holds no secrets. Fields that are longer than 1,024 bytes
    /// together are not kept at all: half of a trace state leads nowhere.
    package static func current() -> TraceFields? {
        guard let context = InstrumentationContext.current else { return nil }
        let tracer = InstrumentationSystem.tracer
        if tracer is NoOpTracer { return nil }
        var fields: [String: String] = [:]
        tracer.inject(context, into: &fields, using: FieldWriter())
        let size = fields.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        return fields.isEmpty || size > 1_024 ? nil : TraceFields(fields: fields)
    }

    /// A link for a span of that tracer.
    func link(for tracer: any Tracer) -> SpanLink {
        var context = InstrumentationContext.topLevel
        tracer.extract(fields, into: &context, using: FieldReader())
        return SpanLink(context: context, attributes: [:])
    }

    package init(from decoder: any Decoder) throws {
        fields = try decoder.singleValueContainer().decode([String: String].self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fields)
    }

    private init(fields: [String: String]) {
        self.fields = fields
    }
}

private struct FieldWriter: Injector {
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        if key.lowercased() != "baggage" { carrier[key] = value }
    }
}

private struct FieldReader: Extractor {
    func extract(key: String, from carrier: [String: String]) -> String? {
        carrier.first { $0.key.lowercased() == key.lowercased() }?.value
    }
}
