import ChaosJobs
import Foundation
import Jobs
import LocalServers
import TestSupport
import Testing

/// A worker's place: its process dies and is replaced, its network stays.
actor Seat {
    let number: Int
    let postgres: TCPProxy
    let redis: TCPProxy
    private let environment: [String: String]
    private let directory: String
    private let pace: ChaosPace
    private var process: ProgramUnderTest
    private var starts = 1

    init(_ number: Int, of servers: Servers, pace: ChaosPace, settings: [String: String], directory: String)
        async throws
    {
        self.number = number
        self.pace = pace
        self.directory = directory
        postgres = try await .start(to: .tcp(host: servers.postgres.host, port: servers.postgres.port))
        redis = try await .start(to: .tcp(host: servers.redis.host, port: servers.redis.port))
        let environment = [
            "CHAOS_MASTER_URL": servers.url(through: postgres, database: Servers.master),
            "CHAOS_TENANT_URL": servers.url(through: postgres, database: Servers.tenant),
            "CHAOS_REDIS_URL": servers.redisURL(through: redis), "CHAOS_PACE": pace.rawValue,
        ].merging(settings) { $1 }
        self.environment = environment
        process = try await Self.start(environment, directory, "worker-\(number)-0")
    }

    var processID: Int32 { process.processID }

    private static func start(
        _ environment: [String: String], _ directory: String, _ name: String
    ) async throws -> ProgramUnderTest {
        let program = URL(fileURLWithPath: ProgramUnderTest.binary).deletingLastPathComponent()
        return try await ProgramUnderTest.start(
            [], environment: environment, directory: directory, name: name,
            executable: program.appendingPathComponent("chaos-worker").path)
    }

    /// Another process takes the place.
    private func replace() async throws {
        process = try await Self.start(environment, directory, "worker-\(number)-\(starts)")
        starts += 1
    }

    /// Lets a fault strike, and returns when it is over.
    func suffer(_ planned: PlannedFault) async throws {
        let silence = pace.timing.silence
        switch planned.fault {
        case .killWorker:
            await process.kill()
            try await replace()
        case .freezeWorker:
            process.send(signal: SIGSTOP)
            try await Task.sleep(for: silence * (1.2 + planned.length))
            process.send(signal: SIGCONT)
        case .stopWorker:
            try await stop()
            try await replace()
        case .cutConnections:
            if planned.dice % 3 != 0 { await postgres.cutAll() }
            if planned.dice % 3 != 1 { await redis.cutAll() }
        case .cutMidway:
            let proxy = planned.dice % 3 == 0 ? redis : postgres
            proxy.cut(afterBytes: 1 + Int(planned.length * 8_000), planned.dice % 2 == 0 ? .toServer : .toClient)
        case .losePostgres: try await mute(postgres, for: silence * (0.2 + 1.5 * planned.length))
        case .loseRedis: try await mute(redis, for: silence * (0.2 + 1.5 * planned.length))
        default: preconditionFailure("\(planned.fault) strikes no single worker")
        }
    }

    private func mute(_ proxy: TCPProxy, for time: Duration) async throws {
        proxy.freeze()
        do { try await Task.sleep(for: time) } catch {
            await proxy.thaw()
            throw error
        }
        await proxy.thaw()
    }

    /// Asks the worker to stop. It ends by itself, without a fault of its own.
    func stop() async throws {
        process.send(signal: SIGTERM)
        let status = try await process.waitForExit(within: .seconds(60))
        // Whoever is told to stop before it has begun to listen dies of it, and has taken nothing.
        let hasStarted = process.errorLines.contains { $0.contains("worker started") }
        #expect(status == .exited(0) || !hasStarted, "\(process.errorLines.suffix(5))")
    }

    /// The end of all of it.
    func close() async {
        await process.kill()
        await postgres.close()
        await redis.close()
    }

    /// What its processes wrote that says a secret.
    func leaks(of secrets: [String]) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasPrefix("worker-\(number)-") }
            .filter { name in
                let text = try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
                return secrets.contains { text.contains($0) }
            }
    }
}
