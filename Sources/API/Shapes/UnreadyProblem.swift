import Domain
import HTTPTypes

/// A process that must not be sent requests: a problem with the parts that fail.
struct UnreadyProblem: Encodable {
    let problem: Problem
    private let report: ReadinessReport

    init(report: ReadinessReport, requestID: String) {
        self.report = report
        let failing = report.parts.filter { !$0.value.ok }.keys.sorted().joined(separator: ", ")
        problem = Problem(
            Explanation(.unavailable, "unavailable", "Not ready: \(failing).", retryAfter: .seconds(5)),
            requestID: requestID)
    }

    private enum CodingKeys: String, CodingKey { case parts }

    func encode(to encoder: any Encoder) throws {
        try problem.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(report.parts, forKey: .parts)
    }
}
