import Foundation
import Postgres
import Tenancy

/// Which kinds of job a worker can run, and by whom.
package struct JobRegistry: Sendable {
    /// A handler with its payload type forgotten.
    struct Entry: Sendable {
        let timeout: Duration
        let run: @Sendable (String, JobContext) async throws -> JobOutcome
        let settle: @Sendable (String, JobFailure, Session<Master>) async throws -> Void
    }

    private var entries: [String: Entry] = [:]

    package init() {}

    /// - Precondition: no other handler does this kind.
    package mutating func register<Handler: JobHandler>(_ handler: Handler) {
        let kind = Handler.Payload.kind
        precondition(entries[kind] == nil, "two handlers for jobs of kind \(kind)")
        entries[kind] = Entry(
            timeout: Handler.Payload.timeout,
            run: { try await handler.run(Self.decode($0), in: $1) },
            settle: { try await handler.settle(Self.decode($0), after: $1, on: $2) })
    }

    func entry(for kind: String) -> Entry? { entries[kind] }

    /// Kinds and their time limits in milliseconds, in the same order.
    var limits: (kinds: [String], timeouts: [Int64]) {
        let sorted = entries.sorted { $0.key < $1.key }
        return (sorted.map(\.key), sorted.map { $0.value.timeout.wholeMilliseconds })
    }

    private static func decode<Payload: JobPayload>(_ json: String) throws -> Payload {
        do { return try JSONDecoder().decode(Payload.self, from: Data(json.utf8)) } catch {
            throw UnreadablePayload(kind: Payload.kind)
        }
    }
}

/// A row's payload is not what this version of the program writes: another attempt cannot help.
package struct UnreadablePayload: Error {
    package let kind: String
}
