import Domain
import Postgres
package import Tenancy

/// Where a handler says how far it is: rows that the job's owner watches live.
///
/// Starting and finishing a step can be seen by everybody before the call returns, and is on the disk soon after; it
/// throws ``JobLost`` when the job is not this attempt's any more, ``MasterAway`` when it cannot be written. A note in
/// between is handed over without waiting, and only the newest one is kept.
package struct JobProgress: Sendable {
    let jobID: Job.ID
    let epoch: Int64
    let master: Session<Master>
    private let notes: AsyncStream<Note>.Continuation
    private let pending: AsyncStream<Note>

    struct Note: Sendable {
        let step: String
        let percent: Int
        let detail: String
    }

    package init(jobID: Job.ID, epoch: Int64, master: Session<Master>) {
        self.jobID = jobID
        self.epoch = epoch
        self.master = master
        (pending, notes) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The step runs from now on.
    package func start(_ step: String) async throws {
        let written = try await telling { () async throws(PostgresError) in
            try await ProgressQueries.startStep(step, of: jobID, epoch: epoch, on: master)
        }
        guard written else { throw JobLost() }
    }

    /// The step is done, and `next` runs from now on; `percent` counts over the whole job.
    package func finish(
        _ step: String, percent: Int, detail: String? = nil, startingNext next: String? = nil
    ) async throws {
        let detail = detail.map { String($0.prefix(400)) }
        let written = try await telling { () async throws(PostgresError) in
            try await ProgressQueries.finishStep(
                step, startingNext: next, of: jobID, epoch: epoch, percent: percent, detail: detail, isLast: false,
                on: master)
        }
        guard written else { throw JobLost() }
    }

    /// A master database that is away is nobody's failure: the attempt ends, and does not count.
    private func telling(_ write: () async throws(PostgresError) -> Bool) async throws -> Bool {
        do { return try await write() } catch { throw error.isPassing ? MasterAway() : error as any Error }
    }

    /// The last step is done; to be called in the transaction that completes the job.
    package func finish(_ step: String, on master: Session<Master>) async throws {
        guard
            try await ProgressQueries.finishStep(
                step, startingNext: nil, of: jobID, epoch: epoch, percent: 100, detail: nil, isLast: true, on: master)
        else { throw JobLost() }
    }

    /// The running step has come this far. Never waits and never fails.
    package func note(_ step: String, percent: Int, detail: String) {
        notes.yield(Note(step: step, percent: min(max(percent, 0), 99), detail: String(detail.prefix(400))))
    }

    /// Writes the newest note, at most eight a second, until ``close()``; one that cannot be written is dropped, the next
    /// one says more. Nobody reads faster, and every note is a commit that the work itself would rather have.
    func pump() async {
        for await note in pending {
            try? await ProgressQueries.note(
                step: note.step, of: jobID, epoch: epoch, percent: note.percent, detail: note.detail, on: master)
            try? await Task.sleep(for: .milliseconds(125))  // ends early when the attempt does
        }
    }

    func close() { notes.finish() }
}

/// The master database cannot be told of any progress at the moment.
package struct MasterAway: Error {}

/// The job is another worker's by now, or it was ended: whatever this attempt still does counts for nothing.
package struct JobLost: Error {}
