import AsyncHTTPClient
import Foundation
import LocalServers
import Postgres
import Redis
import Secrets
import TestSupport

/// A platform of its own for one test: a master database, a Redis database, and `tenantry` processes that can be
/// killed.
final class Platform: Sendable {
    let master: PostgresEndpoint
    let redis: RedisEndpoint
    let port: Int
    let directory: String
    let environment: [String: String]
    let http: HTTPClient

    /// Lends a platform whose API listens; workers are started by the test.
    static func with(
        _ settings: [String: String] = [:], _ body: (Platform) async throws -> Void
    ) async throws {
        let master = try await makeDatabase(.master)
        let directory = "\(TestServers.shared.directory)/platform-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let platform = try await Platform(master: master, directory: directory, settings: settings)
        let api = try await platform.start(["serve"], name: "serve")
        do {
            try await api.line(containing: "listening", within: .seconds(60))
            try await body(platform)
            await api.kill()
            try await platform.http.shutdown()
        } catch {
            await api.kill()
            try? await platform.http.shutdown()
            throw error
        }
    }

    private init(master: PostgresEndpoint, directory: String, settings: [String: String]) async throws {
        let postgres = try await TestServers.shared.postgres()
        let redisServer = try await TestServers.shared.redis()
        redis = try await makeRedisDatabase()
        port = try LoopbackPort.unused()
        self.master = master
        self.directory = directory
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 600
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        guard let name = KeyID("test") else { preconditionFailure("“test” is a key's name") }
        environment = [
            "TENANTRY_MASTER_DATABASE_URL": postgres.url(database: master.database),
            "TENANTRY_REDIS_URL": redisServer.url(database: redis.database),
            "TENANTRY_CREDENTIAL_KEYS": Keyring.makeEntry(named: name).exposed,
            "TENANTRY_MANAGED_CLUSTER_URL": postgres.url(),
            "TENANTRY_ALLOW_PRIVATE_DATABASE_HOSTS": "true",
            "TENANTRY_HTTP_PORT": "\(port)",
            "TENANTRY_MASTER_MIGRATIONS": Repository.masterMigrations,
            "TENANTRY_TENANT_MIGRATIONS": Repository.tenantMigrations,
            "TENANTRY_LOG_LEVEL": "debug",
            "TENANTRY_RATE_LIMITS": "off",
        ].merging(settings) { $1 }
    }

    /// Starts one process of the platform.
    func start(
        _ arguments: [String], name: String, settings: [String: String] = [:]
    ) async throws -> ProgramUnderTest {
        try await ProgramUnderTest.start(
            arguments, environment: environment.merging(settings) { $1 }, directory: directory, name: name)
    }

    /// Starts another API process, on a port of its own, for as long as `body` runs.
    func withAnotherAPI(
        _ settings: [String: String] = [:], _ body: (_ port: Int) async throws -> Void
    ) async throws {
        let port = try LoopbackPort.unused()
        let api = try await start(
            ["serve"], name: "serve-\(port)", settings: settings.merging(["TENANTRY_HTTP_PORT": "\(port)"]) { $1 })
        do {
            try await api.line(containing: "listening", within: .seconds(60))
            try await body(port)
            await api.kill()
        } catch {
            await api.kill()
            throw error
        }
    }

    /// Starts a worker and waits until it takes jobs.
    func startWorker(_ name: String = "work") async throws -> ProgramUnderTest {
        let worker = try await start(["work"], name: name)
        try await worker.line(containing: "worker started", within: .seconds(60))
        return worker
    }

    /// Everything that the platform's processes have written so far.
    func logs() throws -> String {
        try FileManager.default.contentsOfDirectory(atPath: directory).sorted().map {
            try String(contentsOfFile: "\(directory)/\($0)", encoding: .utf8)
        }.joined(separator: "\n")
    }
}
