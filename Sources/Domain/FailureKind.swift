/// What sort of thing went wrong, which is all that callers need to decide how to go on.
///
/// Knows nothing of HTTP, exit codes or retries; those who do translate it.
package enum FailureKind: String, Hashable, Sendable, CaseIterable, Codable {
    /// The request itself breaks a rule; the same request will always fail.
    case invalid
    /// Nobody proved who is asking.
    case unauthenticated
    /// There is not enough credit, or a payment was refused.
    case paymentRequired
    /// It is known who is asking, and that they may not.
    case forbidden
    /// There is no such thing, or it is somebody else's.
    case notFound
    /// It contradicts what is already there, or under way.
    case conflict
    /// Well formed, but it cannot be carried out as asked.
    case unprocessable
    /// More bytes than anybody may send.
    case tooLarge
    /// Sent in a form that is not read here.
    case unsupportedMedia
    /// Too many requests; later ones will be served.
    case rateLimited
    /// Something of ours is away or overloaded; the same request may succeed later.
    case unavailable
    /// A service of somebody else's failed.
    case upstream
    /// Only the customer can mend it: nothing is retried until they have acted.
    case needsCustomer
}
