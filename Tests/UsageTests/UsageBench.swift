import Domain
import Logging
import NIOConcurrencyHelpers
import Postgres
import ServiceLifecycle
import Tenancy
import TestSupport

@testable import Usage

/// A master database with an owner and stores on no plan, and shorthands for what is looked at.
struct UsageBench: Sendable {
    let master: Database<Master>
    /// For connections of one's own.
    let endpoint: PostgresEndpoint
    let owner: Account.ID
    let stores: [Store.ID]

    var store: Store.ID { stores[0] }
    var rollUp: UsageRollUp { UsageRollUp(master: master, logger: .quiet) }
    var subscriptions: Subscriptions { Subscriptions(master: master, storesPerAccount: 5) }

    /// Rows of the raw log: how many, and what they stand for.
    func logged() async throws -> (rows: Int64, requests: Int64) {
        try await master.session.first(
            "select count(*), coalesce(sum(weight), 0)::bigint from api_usage_logs", as: (Int64, Int64).self) ?? (0, 0)
    }

    /// One counter of a store, over all days.
    func counted(_ metric: String, of store: Store.ID? = nil) async throws -> Int64 {
        try await master.session.first(
            """
            select coalesce(sum(value), 0)::bigint from usage_metrics
            where store_id = \(store ?? self.store) and metric = \(metric)
            """, as: Int64.self) ?? -1
    }

    /// Writes so many raw rows of a minute ago, as the owner's requests for a store.
    func log(
        _ count: Int, for store: Store.ID? = nil, by user: Account.ID?? = nil, status: Int = 200, weight: Int = 1,
        ago: String = "1 minute", on session: (any PostgresSession)? = nil
    ) async throws {
        try await (session ?? master.session).execute(
            """
            insert into api_usage_logs
                (at, request_id, user_id, store_id, method, route, status, duration_us, weight)
            select now() - \(ago)::text::interval, 'r', \(user ?? owner), \(store ?? self.store), 'GET', '/x',
                   \(Int16(status)), 2000, \(Int32(weight))
            from generate_series(1, \(Int32(count)))
            """)
    }
}

/// Lends a test so many stores.
func withUsage(stores count: Int = 1, _ body: (UsageBench) async throws -> Void) async throws {
    try await withDatabase(.master) { endpoint in
        let pool = PostgresPool(
            endpoint: endpoint,
            configuration: PostgresPoolConfiguration(maximumConnections: 12, sharedReaders: 1, name: "test"),
            logger: .quiet)
        do {
            try await body(try await bench(Database(pool), endpoint, stores: count))
            await pool.close()
        } catch {
            await pool.close()
            throw error
        }
    }
}

private func bench(
    _ master: Database<Master>, _ endpoint: PostgresEndpoint, stores count: Int
) async throws -> UsageBench {
    let owner = Account.ID.make()
    try await master.session.execute(
        "insert into users (id, email, first_name, last_name) values (\(owner), 'a@example.com', 'A', 'B')")
    let stores = (0..<count).map { _ in Store.ID.make() }
    for (number, store) in stores.enumerated() {
        try await master.session.execute(
            "insert into stores (id, owner_id, name, slug) values (\(store), \(owner), 'S', \("shop-\(number)"))")
    }
    return UsageBench(master: master, endpoint: endpoint, owner: owner, stores: stores)
}

/// Runs a service for as long as `body` runs, and shuts it down in order.
func serving(_ service: any Service, _ body: () async throws -> Void) async throws {
    let group = ServiceGroup(services: [service], logger: .quiet)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        try outcome.get()
    }
}

/// What so many calls at once came to.
func outcomes<Value: Sendable>(
    _ count: Int, _ call: @escaping @Sendable (Int) async throws -> Value
) async -> [Result<Value, any Error>] {
    await withTaskGroup(of: Result<Value, any Error>.self) { group in
        for number in 0..<count {
            group.addTask {
                do { return .success(try await call(number)) } catch { return .failure(error) }
            }
        }
        return await group.reduce(into: []) { $0.append($1) }
    }
}

extension Logger {
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

extension RequestRecord {
    /// A request of nobody's for nothing.
    static func of(
        _ status: Int = 200, weight: Int = 1, user: Account.ID? = nil, store: Store.ID? = nil, route: String = "/x"
    ) -> RequestRecord {
        RequestRecord(
            requestID: "r", user: user, store: store, method: "GET", route: route, status: status,
            duration: .milliseconds(2), weight: weight)
    }
}
