internal import NIOConcurrencyHelpers

/// Counts how often the function libraries were loaded because a call found them gone, so that of many such calls one
/// loads and the others only try again.
struct LibraryLoads: Sendable {
    private let count = NIOLockedValueBox(0)

    /// The number of loads begun so far.
    var begun: Int { count.withLockedValue { $0 } }

    /// Whether the caller is the one to load: nobody has begun to since it looked.
    func begin(after seen: Int) -> Bool {
        count.withLockedValue { count in
            guard count == seen else { return false }
            count += 1
            return true
        }
    }
}
