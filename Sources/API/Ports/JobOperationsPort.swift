package import Jobs
package import Requests

/// What operators ask of jobs and queues.
package struct JobOperationsPort: Sendable {
    /// All queues.
    package var queues: @Sendable () async throws -> [QueueStanding]
    /// A page of jobs, and where the next one begins.
    package var list:
        @Sendable (JobFilter, _ after: Job.ID?, _ limit: Int) async throws -> (jobs: [JobRecord], next: Job.ID?)
    /// Has a job tried again.
    package var retry: @Sendable (Job.ID, Caller) async throws -> JobRecord
    /// Calls a job off.
    package var cancel: @Sendable (Job.ID, Caller) async throws -> JobRecord
    /// Starts nothing of a queue.
    package var pause: @Sendable (_ queue: String, Caller) async throws -> Void
    /// Starts it again.
    package var resume: @Sendable (_ queue: String, Caller) async throws -> Void
    /// All schedules.
    package var schedules: @Sendable () async throws -> [ScheduleRecord]
    /// Lets a schedule make no more jobs.
    package var pauseSchedule: @Sendable (_ name: String, Caller) async throws -> Void
    /// Lets it go on.
    package var resumeSchedule: @Sendable (_ name: String, Caller) async throws -> Void

    /// Calls one by one.
    package init(
        queues: @escaping @Sendable () async throws -> [QueueStanding],
        list: @escaping @Sendable (JobFilter, Job.ID?, Int) async throws -> (jobs: [JobRecord], next: Job.ID?),
        retry: @escaping @Sendable (Job.ID, Caller) async throws -> JobRecord,
        cancel: @escaping @Sendable (Job.ID, Caller) async throws -> JobRecord,
        pause: @escaping @Sendable (String, Caller) async throws -> Void,
        resume: @escaping @Sendable (String, Caller) async throws -> Void,
        schedules: @escaping @Sendable () async throws -> [ScheduleRecord],
        pauseSchedule: @escaping @Sendable (String, Caller) async throws -> Void,
        resumeSchedule: @escaping @Sendable (String, Caller) async throws -> Void
    ) {
        self.queues = queues
        self.list = list
        self.retry = retry
        self.cancel = cancel
        self.pause = pause
        self.resume = resume
        self.schedules = schedules
        self.pauseSchedule = pauseSchedule
        self.resumeSchedule = resumeSchedule
    }

    /// The real thing.
    package init(_ operations: JobOperations) {
        self.init(
            queues: { try await operations.queues() },
            list: { try await operations.list($0, after: $1, limit: $2) },
            retry: { try await operations.retry($0, by: $1) }, cancel: { try await operations.cancel($0, by: $1) },
            pause: { try await operations.pause(.queue, $0, by: $1) },
            resume: { try await operations.resume(.queue, $0, by: $1) },
            schedules: { try await operations.schedules() },
            pauseSchedule: { try await operations.pauseSchedule($0, by: $1) },
            resumeSchedule: { try await operations.resumeSchedule($0, by: $1) })
    }
}
