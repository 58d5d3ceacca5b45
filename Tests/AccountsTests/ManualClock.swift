import Foundation
import NIOConcurrencyHelpers

/// A clock that stands still until it is told to move.
final class ManualClock: Sendable {
    private let seconds = NIOLockedValueBox(1_772_352_000.0)

    var now: Date { Date(timeIntervalSince1970: seconds.withLockedValue { $0 }) }

    func advance(by interval: Double) {
        seconds.withLockedValue { $0 += interval }
    }
}
