package import Domain

/// One step of a long job, as its owner sees it.
package struct JobStep: Sendable, Codable, Equatable {
    package enum Status: String, Sendable, Codable { case pending, running, succeeded, failed }

    package let name: String
    package let status: Status
    /// One short line on what was found or done; never a secret.
    package let detail: String?
    package let startedAt: Timestamp?
    package let finishedAt: Timestamp?
}
