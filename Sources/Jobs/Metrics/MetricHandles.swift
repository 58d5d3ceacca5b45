import NIOConcurrencyHelpers

/// Handles of one metric by their labels, each made once: looking one up is cheaper than making it.
final class MetricHandles<Key: Hashable & Sendable, Handle: Sendable>: Sendable {
    private let handles = NIOLockedValueBox<[Key: Handle]>([:])
    private let make: @Sendable (Key) -> Handle

    init(make: @escaping @Sendable (Key) -> Handle) { self.make = make }

    subscript(key: Key) -> Handle {
        handles.withLockedValue { handles in
            if let known = handles[key] { return known }
            let made = make(key)
            handles[key] = made
            return made
        }
    }
}
