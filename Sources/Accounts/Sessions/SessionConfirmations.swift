import Domain
package import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
package import Tenancy

/// Takes note of the first use of an access token that came with a refreshed pair: from then on nobody can say that the
/// answer was lost, and the refresh token before it is spent for good.
///
/// Noting costs a look into a bounded memory. The rows are written in batches, by ``run()``; what cannot be written is
/// dropped, for a session's next use says the same. Notes of the last moment are written when the process shuts down.
package final class SessionConfirmations: Service {
    private struct Note: Hashable, Sendable {
        let realm: Realm
        let session: SessionID
        let counter: Int64
    }

    private struct State {
        /// Noted already.
        var known = TwoGenerations<Note, Void>(limit: 2 * SessionConfirmations.capacity)
        var waiting: [Note] = []
    }

    private static let capacity = 50_000
    private static let batch = 500

    private let master: Database<Master>
    private let logger: Logger
    private let state = NIOLockedValueBox(State())
    private let (wakes, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    package init(master: Database<Master>, logger: Logger) {
        self.master = master
        self.logger = logger
    }

    /// A good access token has been used. Never waits and never fails.
    package func note(_ claims: AccessClaims) {
        guard claims.refreshCounter > 0 else { return }  // the first pair of a session succeeds no other
        let note = Note(
            realm: claims.audience.realm, session: claims.sessionID, counter: Int64(claims.refreshCounter))
        let isNew = state.withLockedValue { state in
            guard state.known.use(note) == nil else { return false }
            state.known.write((), for: note)
            guard state.waiting.count < Self.capacity else { return false }
            state.waiting.append(note)
            return true
        }
        if isNew { wake.yield() }
    }

    /// Writes what was noted, until shutdown.
    package func run() async throws {
        for await _ in wakes.cancelOnGracefulShutdown() { await write() }
        await write()
    }

    private func write() async {
        while true {
            let batch = state.withLockedValue { state in
                let batch = Array(state.waiting.prefix(Self.batch))
                state.waiting.removeFirst(batch.count)
                return batch
            }
            guard !batch.isEmpty else { return }
            do {
                for realm in Realm.allCases {
                    let notes = batch.filter { $0.realm == realm }
                    guard !notes.isEmpty else { continue }
                    try await confirm(realm, notes.map(\.session), notes.map(\.counter))
                }
            } catch {
                logger.notice("uses of refreshed sessions not noted", metadata: ["error": "\(error)"])
            }
        }
    }

    private func confirm(_ realm: Realm, _ sessions: [SessionID], _ counters: [Int64]) async throws {
        switch realm {
        case .platform: try await PlatformSessionQueries.confirm(sessions, counters, on: master.session)
        case .store: try await StoreSessionIndexQueries.confirm(sessions, counters, on: master.session)
        }
    }
}
