package import Domain
import Foundation

/// Which kinds of job a worker can run, and by whom.
package struct JobRegistry: Sendable {
    /// A handler with its payload type forgotten.
    struct Entry: Sendable {
        let timeout: Duration
        let run: @Sendable (String, JobContext) async throws -> JobOutcome
    }

    private var entries: [String: Entry] = [:]

    package init() {}

    /// - Precondition: no other handler does this kind.
    package mutating func register<Handler: JobHandler>(_ handler: Handler) {
        let kind = Handler.Payload.kind
        precondition(entries[kind] == nil, "two handlers for jobs of kind \(kind)")
        entries[kind] = Entry(
            timeout: Handler.Payload.timeout,
            run: { try await handler.run(Self.decode($0), in: $1) })
    }

    func entry(for kind: String) -> Entry? { entries[kind] }

    /// Kinds and their time limits in milliseconds, in the same order.
    var limits: (kinds: [String], timeouts: [Int64]) {
        let sorted = entries.sorted { $0.key < $1.key }
        return (sorted.map(\.key), sorted.map { $0.value.timeout.wholeMilliseconds })
    }

    /// - Throws: ``UnreadablePayload``.
    static func decode<Payload: JobPayload>(_ json: String) throws -> Payload {
        do { return try JSONDecoder().decode(Payload.self, from: Data(json.utf8)) } catch {
            throw UnreadablePayload(kind: Payload.kind)
        }
    }
}

/// A row's payload is not what this version of the program writes: another attempt cannot help.
package struct UnreadablePayload: Failure {
    package let kind: String

    package var explanation: Explanation {
        Explanation(.conflict, "payload_unreadable", "This was asked for by another version of the program.")
    }
}
