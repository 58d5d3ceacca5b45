import NIOConcurrencyHelpers
package import Logging
package import Postgres
import ServiceLifecycle

/// What other processes tell through the master database (`NOTIFY`), on one connection for the whole process.
///
/// Notifications are a matter of speed: whoever listens also looks by itself now and then. After a broken connection
/// every listener gets ``Event/missed``, since nobody knows what was said meanwhile.
package final class MasterEvents: Service {
    /// The channels that the master database's triggers speak on.
    package enum Channel: String, Sendable, CaseIterable {
        /// The visible state of jobs changed; the payload is their ids, with commas between them.
        case job = "tenantry_job"
        /// A running job was called off; the payload is its id.
        case cancel = "tenantry_cancel"
        /// A store, its database or its hostnames changed; the payload is the store's id.
        case store = "tenantry_store"
        /// An account changed or went; the payload is its id.
        case account = "tenantry_account"
        /// A signing key was made or changed its state; no payload.
        case keys = "tenantry_keys"
        /// Access tokens were revoked; the payload is the key of the row in `revocations`.
        case revocation = "tenantry_revocation"
    }

    package enum Event: Sendable, Equatable {
        case changed(String)
        case missed
    }

    private struct Listener: Sendable {
        let channel: Channel
        let continuation: AsyncStream<Event>.Continuation
    }

    private struct State {
        var next = 0
        var listeners: [Int: Listener] = [:]
    }

    private let endpoint: PostgresEndpoint
    private let logger: Logger
    private let state = NIOLockedValueBox(State())

    package init(endpoint: PostgresEndpoint, logger: Logger) {
        self.endpoint = endpoint
        self.logger = logger
    }

    /// Everything said on a channel from now on; never ends by itself. A listener that falls 1,000 behind loses the
    /// oldest.
    package func events(on channel: Channel) -> AsyncStream<Event> {
        let (stream, continuation) = AsyncStream<Event>.makeStream(bufferingPolicy: .bufferingNewest(1_000))
        let id = state.withLockedValue { state in
            state.next += 1
            state.listeners[state.next] = Listener(channel: channel, continuation: continuation)
            return state.next
        }
        continuation.onTermination = { [state] _ in
            state.withLockedValue { _ = $0.listeners.removeValue(forKey: id) }
        }
        return stream
    }

    /// Listens until shutdown, dialling again whenever the connection breaks.
    package func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do { try await self.listen() } catch {
                    try Task.checkCancellation()
                    self.logger.notice("not listening to the master database", metadata: ["error": "\(error)"])
                }
                try await Task.sleep(for: .milliseconds(.random(in: 250...1_000)))
            }
        }
    }

    private func listen() async throws {
        let connection = try await PostgresConnection.connect(to: endpoint, logger: logger)
        defer { connection.close() }
        let notifications = try await connection.notifications(on: Channel.allCases.map(\.rawValue))
        for channel in Channel.allCases { tell(channel, .missed) }
        for try await notification in notifications {
            guard let channel = Channel(rawValue: notification.channel) else { continue }
            tell(channel, .changed(notification.payload))
        }
    }

    private func tell(_ channel: Channel, _ event: Event) {
        let listeners = state.withLockedValue { $0.listeners.values.filter { $0.channel == channel } }
        for listener in listeners { listener.continuation.yield(event) }
    }
}
