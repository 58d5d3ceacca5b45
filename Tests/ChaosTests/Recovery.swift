import Foundation
import NIOConcurrencyHelpers

/// How long it took after each fault until everything went on as before.
final class Recoveries: Sendable {
    private let measured = NIOLockedValueBox<[Fault: [(lasted: Duration, recovered: Duration)]]>([:])
    private let missed = NIOLockedValueBox<[Fault]>([])

    func note(_ fault: Fault, lasted: Duration, recovered: Duration) {
        measured.withLockedValue { $0[fault, default: []].append((lasted, recovered)) }
    }

    /// It has not gone on in all the time that there was.
    func miss(_ fault: Fault) { missed.withLockedValue { $0.append(fault) } }

    /// After which faults it did not go on.
    var misses: [Fault] { missed.withLockedValue { $0 } }

    var count: Int { measured.withLockedValue { $0.values.reduce(0) { $0 + $1.count } } }

    /// Markdown: a line for each fault, in seconds.
    var table: String {
        let measured = measured.withLockedValue { $0 }
        let lines = Fault.allCases.compactMap { fault -> String? in
            guard let all = measured[fault], !all.isEmpty else { return nil }
            let recovered = all.map(\.recovered).sorted()
            let lasted = all.map(\.lasted).sorted()
            return "| \(fault.rawValue) | \(all.count) | \(text(lasted[lasted.count / 2])) "
                + "| \(text(recovered[recovered.count / 2])) | \(text(recovered[recovered.count - 1])) |"
        }
        return
            (["| fault | times | lasted (p50) | recovered after (p50) | max |", "| --- | --- | --- | --- | --- |"]
            + lines)
            .joined(separator: "\n")
    }

    private func text(_ duration: Duration) -> String {
        String(format: "%.2f", Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18)
    }
}
