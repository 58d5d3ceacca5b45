package import Domain

/// What may be wrong with a request before anybody looks at what it asks for.
package enum RequestError: Failure, Equatable {
    /// More than ``RequestContent/sizeLimit`` bytes.
    case bodyTooLarge
    /// A body that says it is not JSON.
    case unsupportedMediaType
    /// The connection or the framing broke before the body was complete.
    case bodyCutShort
    /// More than one host in one request, so nobody can say which one is meant.
    case ambiguousHost
    /// A credits call that does not say for which store.
    case storeRequired
    /// Text in the place of a session's id that is none of the caller's.
    case noSuchSession
    /// Text in the place of a job's id that can be none; to the caller the same as a job that is not there.
    case noSuchJob
    /// A queue that nobody has used yet.
    case noSuchQueue
    /// A request that is only carried out with an `Idempotency-Key`, and has none.
    case keyRequired
    /// An `Idempotency-Key` that is none.
    case malformedKey
    /// The key was used with another request.
    case keyReused
    /// The first request with this key is still being carried out.
    case inProgress

    /// What may be said about it.
    package var explanation: Explanation {
        switch self {
        case .bodyTooLarge:
            Explanation(.tooLarge, "body_too_large", "A request has at most \(RequestContent.sizeLimit) bytes.")
        case .unsupportedMediaType:
            Explanation(.unsupportedMedia, "unsupported_media_type", "Send the body as application/json in UTF-8.")
        case .bodyCutShort: InvalidInput("body", "The body is not complete.").explanation
        case .ambiguousHost: InvalidInput("Host", "Name one host.").explanation
        case .storeRequired:
            Explanation(.invalid, "store_required", "Say for which store: ?storeId=….")
        case .noSuchSession: Explanation(.notFound, "not_found", "There is no such session of yours.")
        case .noSuchJob: Explanation(.notFound, "not_found", "There is no such job in this account.")
        case .noSuchQueue:
            Explanation(.notFound, "not_found", "There is no such queue. GET /api/admin/queues lists those that are.")
        case .keyRequired:
            Explanation(
                .invalid, "idempotency_key_required",
                "Send an Idempotency-Key, a new one for each thing to be paid, so that repeating the request is harmless."
            )
        case .malformedKey:
            InvalidInput("Idempotency-Key", "A key is 1 to 255 visible ASCII characters, in quotes or without.")
                .explanation
        case .keyReused:
            Explanation(
                .unprocessable, "idempotency_key_reused", "This Idempotency-Key belongs to another request.")
        case .inProgress:
            Explanation(
                .conflict, "request_in_progress", "The first request with this Idempotency-Key is not finished.",
                retryAfter: .seconds(1))
        }
    }
}
