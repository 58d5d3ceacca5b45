package import Domain

/// Why the writer has no answer for an entry.
package enum CreditWriterError: Failure, Equatable {
    /// More wait than may wait, or the entry has waited too long for its turn. It was not posted.
    case overloaded
    /// The process is shutting down. It was not posted.
    case closed
    /// The process had no time to wait for the database: it may have been posted.
    case interrupted

    /// Kind ``FailureKind/unavailable``, code `unavailable`.
    package var explanation: Explanation {
        switch self {
        case .overloaded:
            Explanation(
                .unavailable, "unavailable", "Too much is to be booked at the moment. Nothing was changed; ask again.",
                retryAfter: .seconds(2))
        case .closed, .interrupted:
            Explanation(.unavailable, "unavailable", "The server is shutting down.", retryAfter: .seconds(1))
        }
    }
}
