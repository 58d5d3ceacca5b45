import HTTPTypes
package import Hummingbird
import Jobs

extension ProgressFeed {
    /// Answers with the report and its tag, or `304` to a caller who knows it.
    ///
    /// - Throws: `InvalidInput` on `wait`, and what reading throws.
    package func answer(to request: Request) async throws -> Answer {
        var query = QueryReader(request)
        let wait = query.wait()
        try query.check()
        let known = request.headers[.ifNoneMatch]
        let report = try await report(unlike: known, within: wait)
        let headers: HTTPFields = [.eTag: report.tag.field, .cacheControl: "private, no-cache"]
        guard !report.tag.isListed(in: known) else { return Answer(status: .notModified, headers: headers) }
        return try Answer(report, headers: headers)
    }

    /// Answers with a stream of events: the report whenever it changed, until nothing will change any more.
    ///
    /// The stream ends early when the client goes, when the server shuts down gracefully, and when `permit`, asked with
    /// every heartbeat, throws: a session that was ended sees no more. A client that names its last event gets the next
    /// one only.
    package func stream(
        to request: Request, permit: @escaping @Sendable () async throws -> Void
    ) async throws -> Response {
        let first = try await read()
        let resumption = request.headers[.lastEventID].flatMap { Int64($0) }
        let events = EventSequence(feed: self, job: first.job.id, known: resumption, permit: permit)
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no", .connection: "close",
        ]
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                // Two tasks: one notices that the client has gone, and only this one may touch the writer. A client
                // that does not read misses states, never the last one.
                let (produced, production) = AsyncStream<ServerSentEvent>.makeStream(
                    bufferingPolicy: .bufferingNewest(64))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        defer { production.finish() }
                        try await request.body.consumeWithCancellationOnInboundClose { _ in
                            try await events.write(to: { production.yield($0) })
                        }
                    }
                    for await event in produced { try await writer.write(event.bytes) }
                    try await group.waitForAll()
                }
                try await writer.finish(nil)
            })
    }
}
