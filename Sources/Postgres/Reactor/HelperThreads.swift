internal import DequeModule
internal import Foundation
internal import NIOConcurrencyHelpers

/// A few threads for the calls that block with no way around it: resolving names and asking for a cancel.
///
/// Work waits in line without a bound of its own; each caller keeps a deadline and leaves when it passes.
final class HelperThreads: Sendable {
    static let resolving = HelperThreads(name: "postgres-resolve", count: 4)
    static let cancelling = HelperThreads(name: "postgres-cancel", count: 4)

    private let line = NIOLockedValueBox(Deque<@Sendable () -> Void>())
    private let available = DispatchSemaphore(value: 0)

    private init(name: String, count: Int) {
        for number in 0..<count {
            let thread = Thread { [line, available] in
                while true {
                    available.wait()
                    let work = line.withLockedValue { $0.popFirst() }
                    work?()
                }
            }
            thread.name = "\(name)-\(number)"
            thread.start()
        }
    }

    func run(_ work: @escaping @Sendable () -> Void) {
        line.withLockedValue { $0.append(work) }
        available.signal()
    }
}
