import Foundation

/// What is sent back.
struct ReplayAnswer: Sendable {
    let status: Int
    let body: Data
    /// Whether it is the answer of an earlier call with the same key.
    var isReplayed = false

    init(_ json: JSON) {
        status = 200
        body = Self.bytes(of: json)
    }

    init(_ problem: ReplayProblem) {
        status = problem.status
        body = Self.bytes(of: problem.json)
    }

    /// Sorted and indented, as Stripe's payloads are.
    static func bytes(of json: JSON) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        // Text, whole numbers, truth values and nothing else: there is nothing that cannot be encoded.
        return (try? encoder.encode(json)) ?? Data()
    }
}
