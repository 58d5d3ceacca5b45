import Domain
package import Logging
import Postgres
import ServiceLifecycle

/// Lends sessions on stores' own databases.
///
/// Pools are opened when first asked for, once however many ask, and closed when nobody has used them for a minute;
/// at most `capacity` are open beside those in use. They are kept by store and credential version: after a change of
/// credentials no request sees the old ones.
package actor TenantDatabases: Service {
    /// Bounds for one process.
    package struct Limits: Sendable {
        /// Pools open at most.
        package var capacity = 256
        /// Connections to one store's database at most.
        package var connectionsPerStore = 4
        /// How long an unused pool stays open.
        package var idle: Duration = .seconds(60)
        /// How long one statement of a request may take.
        package var statement: Duration = .seconds(5)
        /// How long it may take to find out where a database is.
        package var lookup: Duration = .seconds(2)

        package init() {}
    }

    private let reach: TenantReach
    private let limits: Limits
    private let logger: Logger
    private var pools: TenantPools<PostgresPool>
    private var opening: [TenantPools<PostgresPool>.Key: [CheckedContinuation<Void, Never>]] = [:]

    package init(reach: TenantReach, limits: Limits = Limits(), logger: Logger) {
        self.reach = reach
        self.limits = limits
        self.logger = logger
        pools = TenantPools(capacity: limits.capacity)
    }

    /// Closes what nobody uses, until shutdown; then everything.
    package func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: self.limits.idle / 4)
                await self.closeUnused()
            }
        }
        for pool in pools.removeAll() { await pool.close() }
    }

    /// Lends a session on the database of an open store for as long as `body` runs.
    ///
    /// - Throws: ``TenantUnavailable`` when the store is not open or its database cannot be reached; what `body` throws.
    package nonisolated func withSession<Value: Sendable>(
        _ route: TenantRoute, _ body: (Session<Tenant>) async throws -> Value
    ) async throws -> Value {
        guard route.status == .active, let address = route.address else { throw TenantUnavailable.notActive }
        let key = TenantPools<PostgresPool>.Key(store: address.store, credentialVersion: address.version)
        do {
            let pool = try await borrow(key, address)
            do {
                let value = try await body(Session(pool))
                await giveBack(key)
                return value
            } catch {
                await giveBack(key)
                throw error
            }
        } catch let error as PostgresError where !error.isOurMistake {
            logger.notice("tenant database unavailable", metadata: ["store": "\(route.store)", "error": "\(error)"])
            throw TenantUnavailable.unreachable
        }
    }

    /// Single flight: of many who ask for a pool that is not open, one opens it and the others wait for that.
    private func borrow(
        _ key: TenantPools<PostgresPool>.Key, _ address: SealedAddress
    ) async throws -> PostgresPool {
        while true {
            if let pool = pools.borrow(key, at: .now) { return pool }
            guard opening[key] == nil else {
                await withCheckedContinuation { opening[key]?.append($0) }
                try Task.checkCancellation()
                continue
            }
            opening[key] = []
            defer { for waiter in opening.removeValue(forKey: key) ?? [] { waiter.resume() } }
            let pool = try await open(address)
            for old in pools.insert(pool, for: key, at: .now) { await old.close() }
        }
    }

    private func open(_ address: SealedAddress) async throws -> PostgresPool {
        var endpoint = try await endpoint(of: address)
        endpoint.statementTimeout = limits.statement
        var configuration = PostgresPoolConfiguration(
            maximumConnections: limits.connectionsPerStore, name: "tenant")
        configuration.acquireTimeout = limits.statement
        return PostgresPool(endpoint: endpoint, configuration: configuration, logger: logger)
    }

    /// Whatever keeps a connected store from being reached is no fault of the visitor's.
    private func endpoint(of address: SealedAddress) async throws -> PostgresEndpoint {
        do {
            return try await withTimeLimit(limits.lookup) { [reach] in try await reach.endpoint(for: address) }
        } catch let error as TenantUnavailable {
            throw error
        } catch {
            try Task.checkCancellation()
            logger.error("tenant cannot be dialled", metadata: ["store": "\(address.store)", "error": "\(error)"])
            throw TenantUnavailable.unreachable
        }
    }

    private func giveBack(_ key: TenantPools<PostgresPool>.Key) { pools.giveBack(key, at: .now) }

    private func closeUnused() async {
        for pool in pools.removeUnused(since: .now - limits.idle) { await pool.close() }
    }
}

extension PostgresError {
    /// The statement could not even be sent, which is no fault of the database's. An answer of another shape than was
    /// asked for is: the tables belong to the customer.
    fileprivate var isOurMistake: Bool {
        switch kind {
        case .misuse, .cancelled: true
        default: false
        }
    }
}
