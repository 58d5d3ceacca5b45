public import Logging

/// One connection to one database.
///
/// Statements run one after the other in the order they were asked for. Dropping the last reference closes it.
public final class PostgresConnection: PostgresSession {
    let id: UInt64
    let reactor: PostgresReactor
    let status: ConnectionStatus
    let endpoint: PostgresEndpoint
    /// Such as 150020 for 15.20.
    public let serverVersion: Int
    /// Whether TLS is in use.
    public let isEncrypted: Bool
    /// The server process, as `pg_stat_activity` shows it.
    public let processID: Int32
    let openedAt = ContinuousClock.now

    init(
        id: UInt64, reactor: PostgresReactor, status: ConnectionStatus, endpoint: PostgresEndpoint,
        serverVersion: Int, isEncrypted: Bool, processID: Int32
    ) {
        self.id = id
        self.reactor = reactor
        self.status = status
        self.endpoint = endpoint
        self.serverVersion = serverVersion
        self.isEncrypted = isEncrypted
        self.processID = processID
    }

    deinit {
        close()
    }

    /// Resolves, connects and signs in, all within the endpoint's `connectTimeout`.
    ///
    /// Every address of the host is tried in turn. Cancelling the task gives up at once.
    /// - Throws: kind `connectionFailed` with ``PostgresError/connectFailure``, `cancelled`, or `misuse` for an
    ///   endpoint that cannot be dialled.
    public static func connect(
        to endpoint: PostgresEndpoint, logger: Logger
    ) async throws(PostgresError) -> PostgresConnection {
        let id = PostgresReactor.uniqueNumber()
        let reactor = PostgresReactor.next()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                dial(endpoint, id: id, on: reactor) { continuation.resume(returning: $0) }
                if Task.isCancelled { reactor.submit(.close(id)) }
            }
        } onCancel: {
            reactor.submit(.close(id))
        }
        switch result {
        case .success(let connection):
            logger.debug("database connection opened", metadata: ["process": "\(connection.processID)"])
            return connection
        case .failure(let error):
            logger.debug("database connection failed", metadata: ["error": "\(error)"])
            throw error
        }
    }

    /// Connects without a task to wait; `completion` is called once, on the reactor's thread.
    static func dial(
        _ endpoint: PostgresEndpoint, id: UInt64 = PostgresReactor.uniqueNumber(),
        on reactor: PostgresReactor = .next(), depth: Int = 1,
        completion: @escaping @Sendable (Result<PostgresConnection, PostgresError>) -> Void
    ) {
        reactor.submit(.dial(Dial(id: id, endpoint: endpoint, depth: depth, completion: completion)))
    }

    /// See ``PostgresSession/query(_:)``. A plan gone stale is made anew unless a transaction is open.
    public func query(_ sql: SQL) async throws(PostgresError) -> PostgresRows {
        try await rows(of: sql)
    }

    /// Open, and neither in a transaction, nor busy, nor listened on: fit for somebody else.
    public var isReusable: Bool { status.state == .idle && !status.isListening }

    /// Closes at once; whatever still runs fails with kind `connectionLost`. May be called often and from anywhere.
    public func close() {
        reactor.submit(.close(id))
    }
}
