/// An error that can explain itself to a stranger.
///
/// Every rule of this system throws errors of this kind; whoever answers people (a route, a command, the record of
/// a job) shows the ``explanation`` and nothing else. Details for operators belong in a `debugDescription`.
package protocol Failure: Error, Sendable, CustomStringConvertible {
    /// All that may be said about it, to anybody.
    var explanation: Explanation { get }
}

extension Failure {
    /// The explanation's code and message: as safe to show as the explanation itself.
    package var description: String { "\(explanation.code): \(explanation.message)" }
}
