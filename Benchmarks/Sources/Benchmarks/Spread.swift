import Foundation

/// The middle of some values and how far they lie apart.
struct Spread: Sendable, Equatable {
    let median: Double
    let range: ClosedRange<Double>

    /// `nil` for no values.
    init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let middle = sorted.count / 2
        median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        range = first...last
    }

    /// `median (lowest–highest)`.
    func text(_ format: (Double) -> String) -> String {
        "\(format(median)) (\(format(range.lowerBound))–\(format(range.upperBound)))"
    }
}
