import Domain
import Postgres

/// The platform's own database does not answer: nothing can be accepted or shown until it does.
struct MasterUnavailable: Failure {
    /// - Returns: `nil` when the error has another reason.
    init?(cause: any Error) {
        guard let error = cause as? PostgresError else { return nil }
        switch error.kind {
        case .connectionFailed, .connectionLost, .timeout, .poolExhausted, .poolClosed: return
        case .server where ["57P01", "57P02", "57P03", "53300", "25006"].contains(error.sqlState): return
        default: return nil
        }
    }

    var explanation: Explanation {
        Explanation(
            .unavailable, "unavailable", "The platform's own database is away. Nothing was changed; ask again.",
            retryAfter: .seconds(2))
    }
}
