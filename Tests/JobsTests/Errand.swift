import Domain
import Logging
import NIOConcurrencyHelpers
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

/// The job that tests ask for.
struct Errand: JobPayload, Equatable {
    static let kind = "errand"
    var number = 0
}

/// A job with little time and few attempts.
struct BriefErrand: JobPayload {
    static let kind = "brief-errand"
    static let maxAttempts = 3
    static let timeout = Duration.milliseconds(200)
}

/// A job of a queue that has to be asked for.
struct RemoteErrand: JobPayload {
    static let kind = "errand"
    static let queue = "remote"
}

/// Does what a test says.
struct ScriptedHandler<Payload: JobPayload>: JobHandler {
    var settlement: @Sendable (JobFailure, Session<Master>) async throws -> Void = { _, _ in }
    let script: @Sendable (Payload, JobContext) async throws -> JobOutcome

    func run(_ payload: Payload, in context: JobContext) async throws -> JobOutcome {
        try await script(payload, context)
    }
}

extension JobSubjects {
    /// What a scripted handler says of the end of its jobs.
    static func of<Payload>(_ handler: ScriptedHandler<Payload>) -> JobSubjects {
        var subjects = JobSubjects()
        subjects.register(Payload.self) { _, failure, master in try await handler.settlement(failure, master) }
        return subjects
    }
}

extension ScriptedHandler<Errand> {
    /// Has its effect and is done.
    static var effective: Self { Self { _, context in .effect(of: context) } }
}

extension JobOutcome {
    /// Done, with one row to show for it.
    static func effect(of context: JobContext) -> JobOutcome {
        .done { try await $0.execute("insert into effects values (\(context.jobID))") }
    }
}

/// An error that carries what shall be done about it.
struct Mishap: Error {
    var verdict: JobVerdict

    static let retry = Mishap(verdict: .retry(.unexpected))
}

extension JobFailure {
    static let unexpected = JobFailure(code: "unexpected", message: "It went wrong.", retryable: true)
    static let refused = JobFailure(code: "refused", message: "They said no.", hint: "Ask them.", retryable: true)
}

/// What handlers tell the test about themselves.
final class Journal<Entry: Sendable>: Sendable {
    private let box = NIOLockedValueBox<[Entry]>([])

    var entries: [Entry] { box.withLockedValue { $0 } }

    func note(_ entry: Entry) { box.withLockedValue { $0.append(entry) } }

    /// Waits until there are that many entries.
    func reaches(_ count: Int) async throws {
        try await eventually(within: .seconds(30)) {
            entries.count
        } satisfies: {
            $0 >= count
        }
    }
}

/// Holds its visitors up until it is opened, or they are cancelled.
final class Gate: Sendable {
    private let isOpen = NIOLockedValueBox(false)

    var isPassable: Bool { isOpen.withLockedValue { $0 } }

    func open() { isOpen.withLockedValue { $0 = true } }

    func pass() async throws {
        try await eventually(within: .seconds(50)) { isOpen.withLockedValue { $0 } }
    }
}

/// Works until it is cancelled.
func workForEver() async throws -> Never {
    while true { try await Task.sleep(for: .seconds(600)) }
}
