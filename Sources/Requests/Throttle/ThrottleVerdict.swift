/// What came of a judgement.
package enum ThrottleVerdict: Hashable, Sendable {
    /// Go on. The fields say how the first of the buckets stands, which is the caller's own; `nil` when nothing is
    /// counted. How others fared is nobody's business as long as there is no need to refuse.
    case allowed(RateLimitFields?)
    /// Too many; nothing was charged.
    case limited(RateLimited)

    /// Whether the request may go on.
    package var isAllowed: Bool { if case .allowed = self { true } else { false } }

    /// What the answer is to say, whichever it will be.
    package var fields: RateLimitFields? {
        switch self {
        case .allowed(let fields): fields
        case .limited(let refusal): refusal.fields
        }
    }

    /// The fields of a request that may go on.
    ///
    /// - Throws: ``RateLimited``, to be answered as it is.
    package func orThrow() throws(RateLimited) -> RateLimitFields? {
        switch self {
        case .allowed(let fields): return fields
        case .limited(let refusal): throw refusal
        }
    }
}

extension ThrottleVerdict {
    /// - Parameter policies: of the buckets that were read, as they were applied, in the same order.
    init(_ reading: BucketReading, of policies: [ThrottlePolicy]) {
        let stands = zip(policies, reading.standings)
        if reading.isAllowed {
            self = .allowed(stands.first { _ in true }.map { RateLimitFields($0, $1) })
        } else if let (policy, standing) = stands.max(by: { $0.1.wait < $1.1.wait }) {
            self = .limited(RateLimited(policy: policy, standing))
        } else {
            self = .allowed(nil)
        }
    }
}
