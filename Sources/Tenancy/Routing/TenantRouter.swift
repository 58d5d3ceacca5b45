package import Domain
import NIOConcurrencyHelpers

/// Finds the store that a hostname or an id stands for.
///
/// Answers, also that there is none, are remembered for at most 4 s and no more than 10,000 of them, so a change made
/// by any process is obeyed here within 5 s; a change this process hears of is obeyed at once (``forget(_:)``).
package final class TenantRouter: Sendable {
    private enum Name: Hashable, Sendable {
        case hostname(String)
        case store(Store.ID)
    }

    private let master: Database<Master>
    private let cache = NIOLockedValueBox(
        BoundedCache<Name, TenantRoute?>(capacity: 10_000, lifetime: .seconds(4)))

    package init(master: Database<Master>) { self.master = master }

    /// - Parameter hostname: normalised by ``Hostname``.
    /// - Returns: `nil` when no store answers to it.
    package func route(toHost hostname: String) async throws -> TenantRoute? {
        try await route(.hostname(hostname)) { master in
            try await TenantRouteQueries.entry(hostname: hostname, on: master)
        }
    }

    package func route(to store: Store.ID) async throws -> TenantRoute? {
        try await route(.store(store)) { master in try await TenantRouteQueries.entry(store, on: master) }
    }

    /// Something about the store changed: asks the database next time, also for names that led nowhere.
    package func forget(_ store: Store.ID) {
        cache.withLockedValue { $0.remove { $0 == nil || $0?.store == store } }
    }

    /// Changes may have been missed: asks the database for everything again.
    package func forgetAll() {
        cache.withLockedValue { $0.remove { _ in true } }
    }

    private func route(
        _ name: Name, loading: (Session<Master>) async throws -> TenantRouteQueries.Entry?
    ) async throws -> TenantRoute? {
        if let known = cache.withLockedValue({ $0.value(for: name, at: .now) }) { return known }
        let asked = ContinuousClock.now  // the answer is as old as its question
        let found = try await loading(master.reading).map(TenantRoute.init)
        cache.withLockedValue { $0.insert(found, for: name, at: asked) }
        return found
    }
}
