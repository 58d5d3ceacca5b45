import Jobs

/// Recomputes the books, once for each day.
package struct VerifyLedgers: JobPayload {
    package static let kind = "verify-ledgers"
    package static let timeout = Duration.seconds(3_600)

    package init() {}
}
