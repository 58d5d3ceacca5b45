import Domain
import Foundation
import Logging
import NIOConcurrencyHelpers
import Postgres
import Redis
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing

@testable import Accounts

let quiet = Logger(label: "accounts-tests") { _ in SwiftLogNoOpLogHandler() }

/// What one process of the platform has to do with revocations, on servers that others use as well.
struct RevocationProcess: Sendable {
    let endpoint: RedisEndpoint
    let master: Database<Master>
    let redis: RedisClient
    let revocations: Revocations

    func standing(of claims: AccessClaims) async throws -> RevocationCheck.Standing {
        try await revocations.check.standing(of: VerifiedToken(claims))
    }

    /// Which of the checks that `body` makes were answered by what.
    func counters(during body: () async throws -> Void) async throws -> RevocationCounters {
        let before = revocations.counters
        try await body()
        var after = revocations.counters
        for path in [\RevocationCounters.redis, \.database, \.memory, \.revoked, \.unavailable, \.rebuilds] {
            after[keyPath: path] -= before[keyPath: path]
        }
        return after
    }

    func untilTrusted() async throws { try await eventually { revocations.list.isTrusted } }

    func untilDistrusted() async throws { try await eventually { !revocations.list.isTrusted } }
}

/// How much of a process runs.
enum Running {
    /// All that a process of the API has.
    case everything
    /// Nobody publishes but whoever revokes, and nobody listens.
    case rebuild
    /// Redis is never trusted.
    case nothing
}

/// Runs `body` with a process on these servers; `everything` and `rebuild` wait until it trusts Redis.
///
/// - Parameter patience: for each answer of Redis; long, so that a busy machine is not taken for a dead server.
func withProcess<Value: Sendable>(
    _ redis: RedisEndpoint, _ database: PostgresEndpoint, running: Running = .rebuild,
    patience: Duration = .seconds(5), _ body: (RevocationProcess) async throws -> Value
) async throws -> Value {
    let pool = PostgresPool(
        endpoint: database,
        configuration: PostgresPoolConfiguration(maximumConnections: 6, sharedReaders: 2, name: "process"),
        logger: quiet)
    let client = RedisClient(endpoint: redis, libraries: [RevocationList.library], logger: quiet)
    let events = MasterEvents(endpoint: database, logger: quiet)
    let master = Database<Master>(pool)
    let revocations = Revocations(
        redis: client, master: master, events: events, accessLifetime: 600, redisBudget: patience,
        logger: quiet)
    var services: [any Service] = [client]
    switch running {
    case .everything: services += [events] + revocations.services
    case .rebuild: services += revocations.services.prefix(1)
    case .nothing: break
    }
    let process = RevocationProcess(endpoint: redis, master: master, redis: client, revocations: revocations)
    return try await withThrowingTaskGroup(of: Void.self) { [services] group in
        for service in services { group.addTask { try await service.run() } }
        defer { group.cancelAll() }
        if running != .nothing { try await process.untilTrusted() }
        do {
            let value = try await body(process)
            await pool.close()
            return value
        } catch {
            await pool.close()
            throw error
        }
    }
}

/// Runs `body` with a process on a master database of its own, and that database's address.
func withProcess(
    on redis: RedisEndpoint? = nil, running: Running = .rebuild, patience: Duration = .seconds(5),
    _ body: (RevocationProcess, PostgresEndpoint) async throws -> Void
) async throws {
    let redis = if let redis { redis } else { try await makeRedisDatabase() }
    try await withDatabase(.master) { database in
        try await withProcess(redis, database, running: running, patience: patience) { try await body($0, database) }
    }
}
