/// What `GET /readyz` says: each part by itself, and what follows from them.
package struct ReadinessReport: Sendable, Encodable {
    /// What the process is fit for.
    package enum Verdict: String, Sendable, Encodable {
        /// Everything.
        case ready
        /// Everything, more slowly: Redis is away.
        case degraded
        /// Nothing; send requests elsewhere.
        case unavailable
    }

    /// One part.
    package struct Part: Sendable, Encodable, Equatable {
        /// Whether it works.
        package let ok: Bool
        /// What is wrong; `null` when nothing is.
        package let detail: String?

        private enum CodingKeys: String, CodingKey { case ok, detail }

        /// Writes both members always.
        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(ok, forKey: .ok)
            try container.encode(detail, forKey: .detail)
        }
    }

    /// What follows from the parts.
    package let status: Verdict
    /// `masterDatabase`, `schemaVersion`, `keys` and `redis`.
    package let parts: [String: Part]

    /// - Parameters: what is wrong with each part; `nil` for nothing.
    package init(masterDatabase: String?, schemaVersion: String?, keys: String?, redis: String?) {
        let isFit = masterDatabase == nil && schemaVersion == nil && keys == nil
        status = isFit ? (redis == nil ? .ready : .degraded) : .unavailable
        parts = [
            "masterDatabase": masterDatabase, "schemaVersion": schemaVersion, "keys": keys, "redis": redis,
        ].mapValues { Part(ok: $0 == nil, detail: $0) }
    }
}
