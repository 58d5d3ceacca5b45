package import Postgres

extension PostgresError {
    /// The master database is away, frozen or overrun: the same write may succeed later.
    package var isPassing: Bool {
        switch kind {
        case .connectionFailed, .connectionLost, .timeout, .poolExhausted: true
        case .server: isSerializationFailure || ["57P01", "57P02", "57P03", "53300"].contains(sqlState)
        default: false
        }
    }
}
