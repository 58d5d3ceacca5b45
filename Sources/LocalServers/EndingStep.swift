package import Foundation

/// One step of ending a child: a signal, and the seconds it gets before the next step.
package struct EndingStep: Sendable {
    /// The signal's number.
    package let signal: Int32
    /// Seconds, 0 or more.
    package let grace: TimeInterval

    /// A signal and what it gets before the next; the grace of the last step means nothing.
    package init(_ signal: Int32, grace: TimeInterval) {
        self.signal = signal
        self.grace = grace
    }
}
