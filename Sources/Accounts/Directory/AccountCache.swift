package import Domain
import NIOConcurrencyHelpers
import ServiceLifecycle
package import Tenancy

/// The accounts of people who are signed in, remembered for moments, so that who asks for a page of ten things is read
/// once.
///
/// What is remembered is for showing: who may do what, and whose session is over, is asked elsewhere each time. An
/// account is read again 4 s after it was asked for, and as soon as this process hears that it changed; 10,000 are kept
/// at most.
package final class AccountCache: Service {
    private let master: Database<Master>
    private let events: MasterEvents
    private let cache = NIOLockedValueBox(BoundedCache<Account.ID, Account>(capacity: 10_000, lifetime: .seconds(4)))

    package init(master: Database<Master>, events: MasterEvents) {
        self.master = master
        self.events = events
    }

    /// - Throws: ``AccessTokenError/invalid`` when there is no such account.
    package func account(_ id: Account.ID) async throws -> Account {
        if let known = cache.withLockedValue({ $0.value(for: id, at: .now) }) { return known }
        let asked = ContinuousClock.now  // the answer is as old as its question
        guard let account = try await AccountQueries.find(id, on: master.reading) else {
            throw AccessTokenError.invalid
        }
        cache.withLockedValue { $0.insert(account, for: id, at: asked) }
        return account
    }

    /// Forgets what other processes say they have changed, until shutdown.
    package func run() async throws {
        for await event in events.events(on: .account).cancelOnGracefulShutdown() {
            switch event {
            case .changed(let payload):
                if let id = Account.ID(payload) { cache.withLockedValue { $0.removeValue(for: id) } }
            case .missed: cache.withLockedValue { $0.remove { _ in true } }
            }
        }
    }
}
