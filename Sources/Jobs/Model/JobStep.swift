package import Domain

/// One step of a long job, as its owner sees it.
package struct JobStep: Sendable, Codable, Equatable {
    package enum Status: String, Sendable, Codable { case pending, running, succeeded, failed }

    private enum CodingKeys: String, CodingKey { case name, status, detail, startedAt, finishedAt }

    package let name: String
    package let status: Status
    /// One short line on what was found or done; never a secret.
    package let detail: String?
    package let startedAt: Timestamp?
    package let finishedAt: Timestamp?
}

extension JobStep {
    /// Writes every member, `null` where there is nothing.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(status, forKey: .status)
        try container.encode(startedAt, forKey: .startedAt)
        try container.encode(finishedAt, forKey: .finishedAt)
        try container.encode(detail, forKey: .detail)
    }
}
