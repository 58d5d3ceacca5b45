import Metrics
import NIOConcurrencyHelpers

/// A number that goes up and down.
final class GaugeSeries: MeterHandler, RecorderHandler, Sendable {
    private let last = NIOLockedValueBox<Double?>(nil)

    /// `nil` until somebody has said something.
    var value: Double? { last.withLockedValue { $0 } }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { last.withLockedValue { $0 = value } }
    func increment(by amount: Double) { last.withLockedValue { $0 = ($0 ?? 0) + amount } }
    func decrement(by amount: Double) { increment(by: -amount) }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
}
