package import Domain

/// A promise to do something, kept in one row of `job_queue`, as its owner may see it: never with its payload.
package struct Job: Sendable, Equatable {
    package typealias ID = Identifier<Job>

    package let id: ID
    package let kind: String
    package let state: JobState
    /// How often it was started and not handed back; a worker's death uses up none.
    package let attempt: Int
    package let maxAttempts: Int
    /// 0 to 100; never goes back within an attempt.
    package let percent: Int
    /// Name of the step that runs or ran last.
    package let step: String?
    package let error: JobFailure?
    package let storeID: Store.ID?
    /// Who asked for it.
    package let userID: Account.ID?
    /// When it may start; in the future for delayed and retried jobs.
    package let runAt: Timestamp
    /// It has not started, and may not yet, by the master database's clock.
    package let isScheduled: Bool
    /// Raised by every visible change: the id of the event that tells of it.
    package let revision: Int64
    package let createdAt: Timestamp
    package let startedAt: Timestamp?
    package let finishedAt: Timestamp?
}

/// Where a job stands, as stored.
package enum JobState: String, Sendable, Codable, CaseIterable {
    case queued, running, retrying, actionRequired = "action_required", succeeded, failed, canceled

    /// No worker will touch it again.
    package var isFinal: Bool { self == .succeeded || self == .failed || self == .canceled }
    /// It goes on by itself, without anybody's help.
    package var isMoving: Bool { self == .queued || self == .running || self == .retrying }
}

/// Why a job stopped, in words for the person who owns it: stored, shown and logged, so never a secret.
package struct JobFailure: Error, Sendable, Codable, Equatable {
    /// Stable, `snake_case`.
    package var code: String
    /// One sentence: what happened.
    package var message: String
    /// One sentence: what to do about it.
    package var hint: String?
    /// Whether asking again may help.
    package var retryable: Bool

    package init(code: String, message: String, hint: String? = nil, retryable: Bool) {
        self.code = code
        self.message = message
        self.hint = hint
        self.retryable = retryable
    }

    /// Writes every member, `null` where there is nothing.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(message, forKey: .message)
        try container.encode(hint, forKey: .hint)
        try container.encode(retryable, forKey: .retryable)
    }

    private enum CodingKeys: String, CodingKey { case code, message, hint, retryable }
}

extension Job {
    /// When it is started next, while it waits.
    package var nextAttemptAt: Timestamp? { state == .queued || state == .retrying ? runAt : nil }

    /// Why it stands still or has to be tried again; `nil` while it runs or when it went well.
    package var shownError: JobFailure? {
        switch state {
        case .retrying, .actionRequired, .failed, .canceled: error
        case .queued, .running, .succeeded: nil
        }
    }
}
