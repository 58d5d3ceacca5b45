import NIOConcurrencyHelpers

extension TCPProxy {
    /// What has passed through a proxy.
    package struct Traffic: Sendable, Equatable {
        /// Connections accepted.
        package var connections = 0
        /// Those of them that are open still.
        package var openConnections = 0
        /// Bytes passed on to the server.
        package var bytesToServer = 0
        /// Bytes passed on to clients.
        package var bytesToClient = 0
        /// How often a client spoke after the server had spoken (or first): the round trips its talk costs. What a
        /// client sends in several packets before it hears an answer is one turn.
        package var turns = 0

        /// What has passed between two looks.
        package static func - (later: Traffic, earlier: Traffic) -> Traffic {
            Traffic(
                connections: later.connections - earlier.connections,
                openConnections: later.openConnections - earlier.openConnections,
                bytesToServer: later.bytesToServer - earlier.bytesToServer,
                bytesToClient: later.bytesToClient - earlier.bytesToClient, turns: later.turns - earlier.turns)
        }
    }

    /// What has passed since the start.
    package var traffic: Traffic { entrance.conditions.withLockedValue { $0.traffic } }

    /// What passes while `body` runs, other clients' traffic included.
    package func traffic(during body: () async throws -> Void) async rethrows -> Traffic {
        let before = traffic
        try await body()
        return traffic - before
    }
}
