import AsyncHTTPClient
import Foundation
import LocalServers
import Postgres
import Redis
import Secrets
import TestSupport
import Testing

/// A platform of its own for one test: a master database, a Redis database, and `tenantry` processes that can be
/// killed.
final class Platform: Sendable {
    let master: PostgresEndpoint
    let redis: RedisEndpoint
    let port: Int
    /// Of the first API process.
    let processID: Int32
    let directory: String
    let environment: [String: String]
    let http: HTTPClient

    /// Lends a platform whose API listens; workers are started by the test.
    static func with(
        _ settings: [String: String] = [:], _ body: (Platform) async throws -> Void
    ) async throws {
        let directory = "\(TestServers.shared.directory)/platform-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let (master, redis) = (try await makeDatabase(.master), try await makeRedisDatabase())
        let environment = try await environment(master: master, redis: redis).merging(settings) { $1 }
        let api = try await ProgramUnderTest.start(
            ["serve"], environment: environment, directory: directory, name: "serve")
        do {
            let platform = Platform(
                master: master, redis: redis, port: try await api.listeningPort(),
                processID: api.processID, directory: directory,
                environment: environment)
            do { try await body(platform) } catch {
                try? await platform.http.shutdown()
                throw error
            }
            await api.kill()
            try await platform.http.shutdown()
        } catch {
            await api.kill()
            throw error
        }
    }

    private init(
        master: PostgresEndpoint, redis: RedisEndpoint, port: Int, processID: Int32, directory: String,
        environment: [String: String]
    ) {
        self.master = master
        self.redis = redis
        self.port = port
        self.processID = processID
        self.directory = directory
        self.environment = environment
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 600
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Port 0 has the kernel choose: a port that was free a moment ago may be somebody's by now.
    private static func environment(
        master: PostgresEndpoint, redis: RedisEndpoint
    ) async throws -> [String: String] {
        let postgres = try await TestServers.shared.postgres()
        let redisServer = try await TestServers.shared.redis()
        guard let name = KeyID("test") else { preconditionFailure("“test” is a key's name") }
        return [
            "TENANTRY_MASTER_DATABASE_URL": postgres.url(database: master.database),
            "TENANTRY_REDIS_URL": redisServer.url(database: redis.database),
            "TENANTRY_CREDENTIAL_KEYS": Keyring.makeEntry(named: name).exposed,
            "TENANTRY_MANAGED_CLUSTER_URL": postgres.url(),
            "TENANTRY_ALLOW_PRIVATE_DATABASE_HOSTS": "true",
            "TENANTRY_HTTP_PORT": "0",
            "TENANTRY_MASTER_MIGRATIONS": Repository.masterMigrations,
            "TENANTRY_TENANT_MIGRATIONS": Repository.tenantMigrations,
            "TENANTRY_LOG_LEVEL": "debug",
            "TENANTRY_RATE_LIMITS": "off",
        ]
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
        let api = try await start(["serve"], name: "serve-\(UUID().uuidString.prefix(8))", settings: settings)
        do {
            try await body(try await api.listeningPort())
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

extension ProgramUnderTest {
    /// The port of an API process, once it listens.
    func listeningPort() async throws -> Int {
        let line = try await line(containing: "address=127.0.0.1:", within: .seconds(60))
        return try #require(line.firstMatch(of: /address=127\.0\.0\.1:(\d+)/).flatMap { Int($0.output.1) }, "\(line)")
    }
}
