import ChaosJobs
import Foundation
import Jobs
import LocalServers
import Logging
import Postgres
import Redis
import Tenancy
import TestSupport

/// A PostgreSQL and a Redis that keep what they promise to keep, and are made to die.
struct Servers: Sendable {
    static let master = "chaos_master"
    static let tenant = "chaos_tenant"

    let postgres: LocalPostgres
    let redis: LocalRedis

    /// Lends both, with empty databases.
    static func with(_ body: (Servers) async throws -> Void) async throws {
        try await withPostgres(.init(durability: .safe)) { postgres in
            try await withRedis(.init(durability: .safe)) { redis in
                let servers = Servers(postgres: postgres, redis: redis)
                try await servers.prepare()
                try await body(servers)
            }
        }
    }

    private func prepare() async throws {
        try await run("create database chaos_master", on: "postgres")
        try await run("create database chaos_tenant", on: "postgres")
        try await DatabaseTemplate.master.build(PostgresEndpoint(parsing: postgres.url(database: Self.master)))
        try await run(ChaosQueries.master, on: Self.master)
        try await run(ChaosQueries.tenant, on: Self.tenant)
    }

    func run(_ script: String, on database: String) async throws {
        let connection = try await PostgresConnection.connect(
            to: PostgresEndpoint(parsing: postgres.url(database: database)), logger: quiet)
        defer { connection.close() }
        try await connection.script(script)
    }

    func url(through proxy: TCPProxy, database: String) -> String {
        "postgres://\(postgres.user):\(postgres.password)@\(proxy.host):\(proxy.port)/\(database)"
    }

    func redisURL(through proxy: TCPProxy) -> String {
        "redis://default:\(redis.password)@\(proxy.host):\(proxy.port)/0"
    }

    /// Lets a fault strike, and returns when it is over.
    func suffer(_ planned: PlannedFault, pace: ChaosPace) async throws {
        let silence = pace.timing.silence
        switch planned.fault {
        case .killRedis:
            await redis.crash()
            try await keepCopy(replacing: planned.dice % 3 == 0)
            try await redis.restart()
        case .flushRedis: try await flush()
        case .restoreRedis:
            await redis.crash()
            try await restoreCopy()
            try await redis.restart()
        case .suspendRedis:
            redis.suspend()
            defer { redis.resume() }
            try await Task.sleep(for: silence * (0.2 + 1.5 * planned.length))
        case .killPostgres:
            await postgres.crash()
            try await postgres.restart()
        case .stopPostgres:
            await postgres.stop()
            try await Task.sleep(for: silence * planned.length)
            try await postgres.restart()
        default: preconditionFailure("\(planned.fault) strikes a worker")
        }
    }

    private func flush() async throws {
        let client = RedisClient(endpoint: try RedisEndpoint(parsing: redis.url()), logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            _ = try await client.send(["FLUSHALL"])
            group.cancelAll()
        }
    }

    private var data: String { "\(redis.directory)/data/appendonlydir" }
    private var copy: String { "\(redis.directory)/older-copy" }

    /// What a stopped Redis has is kept, to be what an older one had.
    private func keepCopy(replacing: Bool) async throws {
        let manager = FileManager.default
        guard manager.fileExists(atPath: data), replacing || !manager.fileExists(atPath: copy) else { return }
        try? manager.removeItem(atPath: copy)
        try await copyFolder(data, to: copy)
    }

    private func restoreCopy() async throws {
        guard FileManager.default.fileExists(atPath: copy) else { return try await keepCopy(replacing: true) }
        try FileManager.default.removeItem(atPath: data)
        try await copyFolder(copy, to: data)
    }

    /// With owners and rights: the server is not run by whoever runs the tests.
    private func copyFolder(_ source: String, to target: String) async throws {
        let child = try await ChildProcess.spawn(
            .init(
                executable: "/bin/cp", arguments: ["-a", source, target],
                standardOutput: .file("\(redis.directory)/cp.log"),
                deathSignal: .kill))
        guard try await child.waitForExit() == .exited(0) else { throw CocoaError(.fileWriteUnknown) }
    }
}

let quiet = Logger(label: "chaos") { _ in SwiftLogNoOpLogHandler() }
