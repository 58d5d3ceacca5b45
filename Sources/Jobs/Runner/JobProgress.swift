import Domain
import NIOConcurrencyHelpers
import Postgres
package import Tenancy

/// Where a handler says how far it is: rows that the job's owner watches live.
///
/// Starting and finishing a step can be seen by everybody before the call returns, and is on the disk soon after; it
/// throws ``JobLost`` when the job is not this attempt's any more, ``MasterAway`` when it cannot be written. A note in
/// between is handed over without waiting, and only the newest one is kept. Whatever is written gives the attempt its whole
/// time limit again from then on.
package struct JobProgress: Sendable {
    let jobID: Job.ID
    let epoch: Int64
    let master: Session<Master>
    private let notes: AsyncStream<Note>.Continuation
    private let pending: AsyncStream<Note>
    private let isNoted = NIOLockedValueBox(false)
    private let timeLimit: Duration?
    private let onProgress: @Sendable (ContinuousClock.Instant) -> Void
    private let onFirstNote: @Sendable () -> Void

    struct Note: Sendable {
        let step: String
        let percent: Int
        let detail: String
    }

    /// - Parameters:
    ///   - timeLimit: what an attempt has from each progress on; `nil` to leave it what it has.
    ///   - onProgress: told until when that is, once the table says so.
    ///   - onFirstNote: called with the first note; what it asks for is ``pump()``.
    package init(
        jobID: Job.ID, epoch: Int64, master: Session<Master>, timeLimit: Duration? = nil,
        onProgress: @escaping @Sendable (ContinuousClock.Instant) -> Void = { _ in },
        onFirstNote: @escaping @Sendable () -> Void = {}
    ) {
        self.timeLimit = timeLimit
        self.onProgress = onProgress
        self.onFirstNote = onFirstNote
        self.jobID = jobID
        self.epoch = epoch
        self.master = master
        (pending, notes) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The step runs from now on.
    package func start(_ step: String) async throws {
        let written = try await telling { () async throws(PostgresError) in
            try await ProgressQueries.startStep(step, of: jobID, epoch: epoch, timeLimit: timeLimit, on: master)
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
                step, startingNext: next, of: jobID, epoch: epoch, percent: percent, detail: detail,
                timeLimit: timeLimit, isLast: false, on: master)
        }
        guard written else { throw JobLost() }
    }

    /// A master database that is away is nobody's failure: the attempt ends, and does not count.
    private func telling(_ write: () async throws(PostgresError) -> Bool) async throws -> Bool {
        let start = ContinuousClock.now
        do {
            let written = try await write()
            if written { extend(from: start) }
            return written
        } catch { throw error.isPassing ? MasterAway() : error as any Error }
    }

    /// - Parameter start: before the statement was sent, so that the worker never believes in more time than the table.
    private func extend(from start: ContinuousClock.Instant) {
        if let timeLimit { onProgress(start + timeLimit) }
    }

    /// The last step is done; to be called in the transaction that completes the job.
    package func finish(_ step: String, on master: Session<Master>) async throws {
        guard
            try await ProgressQueries.finishStep(
                step, startingNext: nil, of: jobID, epoch: epoch, percent: 100, detail: nil, timeLimit: nil,
                isLast: true, on: master)
        else { throw JobLost() }
    }

    /// The running step has come this far. Never waits and never fails.
    package func note(_ step: String, percent: Int, detail: String) {
        notes.yield(Note(step: step, percent: min(max(percent, 0), 99), detail: String(detail.prefix(400))))
        if !isNoted.withLockedValue({ isNoted in
            defer { isNoted = true }; return isNoted
        }) {
            onFirstNote()
        }
    }

    /// Writes the newest note, at most eight a second, until ``close()``; one that cannot be written is dropped, the next
    /// one says more. Nobody reads faster, and every note is a commit that the work itself would rather have.
    func pump() async {
        for await note in pending {
            let start = ContinuousClock.now
            let written = try? await ProgressQueries.note(
                step: note.step, of: jobID, epoch: epoch, percent: note.percent, detail: note.detail,
                timeLimit: timeLimit, on: master)
            if written == true { extend(from: start) }
            try? await Task.sleep(for: .milliseconds(125))  // ends early when the attempt does
        }
    }

    func close() { notes.finish() }
}

/// A database that the job stands on is away at the moment: the attempt ends and does not count.
package struct MasterAway: Error {
    package init() {}
}

/// The job is another worker's by now, or it was ended: whatever this attempt still does counts for nothing.
package struct JobLost: Error {
    package init() {}
}
