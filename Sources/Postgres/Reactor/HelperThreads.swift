internal import DequeModule
internal import Foundation
internal import NIOConcurrencyHelpers

/// A few threads for the calls that block with no way around it: resolving names and asking for a cancel.
///
/// Each caller keeps a deadline and does without when it passes; what finds the line full is not done at all.
final class HelperThreads: Sendable {
    static let resolving = HelperThreads(name: "postgres-resolve", count: 4)
    static let cancelling = HelperThreads(name: "postgres-cancel", count: 4)
    /// For servers that are somebody else's: one that never closes its side keeps a thread for good. When these are
    /// used up, statements there are stopped by dropping their connections.
    static let cancellingElsewhere = HelperThreads(name: "postgres-cancel-elsewhere", count: 4, limit: 64)

    private let line = NIOLockedValueBox(Deque<@Sendable () -> Void>())
    private let available = DispatchSemaphore(value: 0)
    private let limit: Int

    private init(name: String, count: Int, limit: Int = .max) {
        self.limit = limit
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
        let isAdmitted = line.withLockedValue { line in
            guard line.count < limit else { return false }
            line.append(work)
            return true
        }
        if isAdmitted { available.signal() }
    }
}
