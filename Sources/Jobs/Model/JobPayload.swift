/// What one kind of job is about: ids only, never a secret.
///
/// Stored as JSON in `job_queue.payload`; a new field must be optional, since older rows lack it.
package protocol JobPayload: Codable, Sendable {
    /// Stable name, `[a-z0-9-]`, e.g. `connect-database`.
    static var kind: String { get }
    /// The queue it waits in; a worker serves the queues it was started with.
    static var queue: String { get }
    /// Attempts before it is buried, 1 or more.
    static var maxAttempts: Int { get }
    /// How long one attempt may take before it is cancelled and counts as failed.
    static var timeout: Duration { get }
}

extension JobPayload {
    package static var queue: String { "default" }
    package static var maxAttempts: Int { 10 }
    package static var timeout: Duration { .seconds(60) }
}
