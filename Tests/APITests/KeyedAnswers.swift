import API
import Foundation
import NIOConcurrencyHelpers
@testable import Requests

/// Remembers keyed requests in memory, by the rules of the real records.
struct KeyedAnswers: Sendable {
    private struct Entry {
        let fingerprint: [UInt8]
        var answer: StoredAnswer?
    }

    private let entries = NIOLockedValueBox<[String: Entry]>([:])

    /// How many keys are taken.
    var count: Int { entries.withLockedValue { $0.count } }

    var port: IdempotencyPort {
        IdempotencyPort(
            begin: { [entries] principal, route, key, fingerprint in
                let name = IdempotencyName(principal: principal, route: route, key: key)
                let claim = IdempotencyClaim(name: name, effectID: UUID())
                return entries.withLockedValue { entries in
                    guard let entry = entries[Self.name(claim)] else {
                        entries[Self.name(claim)] = Entry(fingerprint: fingerprint, answer: nil)
                        return .fresh(claim)
                    }
                    guard entry.fingerprint == fingerprint else { return .reused }
                    return entry.answer.map { .replay($0) } ?? .running
                }
            },
            finish: { [entries] claim, answer in
                entries.withLockedValue { $0[Self.name(claim)]?.answer = answer }
            },
            abandon: { [entries] claim in entries.withLockedValue { $0[Self.name(claim)] = nil } },
            release: { [entries] claim in entries.withLockedValue { $0[Self.name(claim)] = nil } })
    }

    private static func name(_ claim: IdempotencyClaim) -> String {
        "\(claim.name.principal) \(claim.name.route) \(claim.name.key)"
    }
}
