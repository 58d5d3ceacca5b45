/// Trouble that the next calls have.
package enum ReplayOutage: Sendable, Equatable {
    /// Answered with this status and `code` before anything is done; the header fields are added.
    case refuse(status: Int, code: String? = nil, headers: [String: String] = [:])
    /// Nothing is done, and the connection is closed without an answer.
    case hangUp
    /// All is done, and the connection is closed without an answer.
    case loseAnswer
    /// Answered after a while.
    case delay(Duration)
    /// The answer begins and does not end for a minute.
    case stall
    /// Answered with a success of so many bytes.
    case flood(bytes: Int)
    /// Answered with a success that is no JSON.
    case babble
    /// Sent elsewhere, with the key that came along.
    case redirect(to: String)
}

/// One call as it came.
package struct ReplayCall: Sendable, Equatable {
    package let method: String
    package let path: String
    package let idempotencyKey: String?
    package let apiVersion: String?
}
