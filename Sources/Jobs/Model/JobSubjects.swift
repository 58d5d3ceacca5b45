import Foundation
package import Tenancy

/// What becomes of the subjects of jobs: of a store that waits for its database, of a purchase.
///
/// Known to every process that can end a job, also to those that run none: a job that waits is called off where the order
/// arrives.
package struct JobSubjects: Sendable {
    /// Writes down what the end of a job that will not go on by itself means, in the same transaction that records it.
    package typealias Settle<Payload> = @Sendable (Payload, JobFailure, Session<Master>) async throws -> Void

    /// Makes the subject ready for a job that starts over, in the same transaction; throws what speaks against it.
    package typealias Revive<Payload> = @Sendable (Payload, Job.ID, Session<Master>) async throws -> Void

    private struct Entry: Sendable {
        let settle: Settle<String>
        let revive: Revive<String>
    }

    private var entries: [String: Entry] = [:]

    package init() {}

    /// - Precondition: nobody else speaks for this kind.
    package mutating func register<Payload: JobPayload>(
        _ payload: Payload.Type, settle: @escaping Settle<Payload>,
        revive: @escaping Revive<Payload> = { _, _, _ in }
    ) {
        precondition(entries[Payload.kind] == nil, "two subjects for jobs of kind \(Payload.kind)")
        entries[Payload.kind] = Entry(
            settle: { try await settle(JobRegistry.decode($0), $1, $2) },
            revive: { try await revive(JobRegistry.decode($0), $1, $2) })
    }

    /// Does nothing for a kind without a subject, and for a payload of another version of the program: nobody can tell what
    /// it is about.
    func settle(
        _ kind: String, payload: String, after failure: JobFailure, on master: Session<Master>
    ) async throws {
        do { try await entries[kind]?.settle(payload, failure, master) } catch is UnreadablePayload {}
    }

    /// Does nothing for a kind without a subject.
    ///
    /// - Throws: ``UnreadablePayload``, since the job could only fail again; what speaks against it.
    func revive(_ kind: String, payload: String, for job: Job.ID, on master: Session<Master>) async throws {
        try await entries[kind]?.revive(payload, job, master)
    }
}
