public import Logging
internal import NIOConcurrencyHelpers
public import ServiceLifecycle

/// A bounded set of connections to one database, each lent to one task at a time, in order of arrival.
///
/// It may be used before and after ``run()``, which closes what is idle or old and, at shutdown, the pool.
/// What a borrower leaves behind in the session (`SET`, temporary tables, advisory locks) is not cleaned up.
public final class PostgresPool: PostgresSession, Service {
    typealias Waiter = CheckedContinuation<Result<PostgresConnection?, PostgresError>, Never>

    struct State: Sendable {
        var line: SlotLine<Waiter>
        var shelf = IdleShelf<PostgresConnection>()
        /// All that are lent, to be cut when closing takes too long.
        var lent: [UInt64: PostgresConnection] = [:]
        var isClosed = false
        /// A reminder for the line's next deadline is on its way.
        var isReminded = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    let endpoint: PostgresEndpoint
    let configuration: PostgresPoolConfiguration
    let logger: Logger
    let state: NIOLockedValueBox<State>
    let metrics: PoolMetrics
    let clock = PostgresReactor.next()
    private let readers: SharedReaders

    /// Opens nothing yet.
    public init(endpoint: PostgresEndpoint, configuration: PostgresPoolConfiguration, logger: Logger) {
        self.endpoint = endpoint
        self.configuration = configuration
        self.logger = logger
        state = NIOLockedValueBox(State(line: SlotLine(capacity: configuration.maximumConnections)))
        metrics = PoolMetrics(pool: configuration.name)
        readers = SharedReaders(endpoint: endpoint, count: configuration.sharedReaders)
    }

    deinit {
        readers.close()
    }

    /// Lends a connection for exactly as long as `body` runs, on the caller's own isolation.
    ///
    /// One that comes back in a transaction is rolled back, one that is busy or listened on is closed.
    /// - Throws: what `body` throws, `poolExhausted` after `acquireTimeout`, `poolClosed`, `cancelled` while waiting,
    ///   or why no connection could be opened.
    public func withConnection<Value>(
        _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await checkOut()
        let value: Value
        do {
            value = try await body(connection)
        } catch {
            await checkIn(connection)
            throw error
        }
        await checkIn(connection)
        return value
    }

    /// Runs one statement on a connection of its own, committed at once.
    public func query(_ sql: SQL) async throws(PostgresError) -> PostgresRows {
        let connection = try await checkOut()
        let rows: PostgresRows
        do {
            rows = try await connection.query(sql)
        } catch {
            await checkIn(connection)
            // The server had closed an idle connection and nothing was sent: a fresh one is no repetition.
            guard error.isUnsent, !Task.isCancelled else { throw error }
            return try await queryAgain(sql)
        }
        await checkIn(connection)
        return rows
    }

    /// Connections that autocommitted single statements of many callers share, pipelined: for hot reads.
    ///
    /// A slow statement delays those behind it, a cancelled caller leaves at once while its statement runs on, and
    /// nothing that changes the session (`BEGIN`, `SET`, `LISTEN`) belongs here. Without shared readers statements
    /// go to lent connections.
    public var shared: any PostgresSession {
        if configuration.sharedReaders > 0 { readers } else { self }
    }

    /// Lends nothing more, closes what is idle, and waits for what is lent to come back; after ten seconds that is cut.
    public func close() async {
        readers.close()
        await closeLending()
    }

    private func queryAgain(_ sql: SQL) async throws(PostgresError) -> PostgresRows {
        let connection = try await checkOut()
        do {
            let rows = try await connection.query(sql)
            await checkIn(connection)
            return rows
        } catch {
            await checkIn(connection)
            throw error
        }
    }
}
