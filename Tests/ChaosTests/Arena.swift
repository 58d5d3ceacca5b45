import ChaosJobs
import Foundation
import JobTestSupport
import Jobs
import LocalServers
import Postgres
import Redis
import Tenancy
import TestSupport
import Testing

/// Servers, workers and people who ask for jobs; a storm comes over them, and then it is judged.
struct Arena: Sendable {
    /// What came of it.
    struct Outcome: Sendable {
        var violations: [String]
        var summary: String
        var recoveries: Recoveries
    }

    let servers: Servers
    let options: ChaosOptions
    let directory: String
    let master: Database<Master>
    let tenant: Database<Tenant>
    let redis: RedisClient

    /// Builds one up, storms it, and takes it down.
    ///
    /// - Parameters:
    ///   - settings: further environment of the workers.
    ///   - patience: how long the last job may take to come to its end once everything is whole again.
    ///   - prepare: changes the servers before anything runs.
    static func storm(
        _ options: ChaosOptions, settings: [String: String] = [:], patience: Duration = .seconds(90),
        prepare: (Servers) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        let directory = "\(TestServers.shared.directory)/chaos-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var outcome: Outcome?
        try await Servers.with { servers in
            try await prepare(servers)
            let pools = try [Servers.master, Servers.tenant].map { name in
                PostgresPool(
                    endpoint: try PostgresEndpoint(parsing: servers.postgres.url(database: name)),
                    configuration: PostgresPoolConfiguration(maximumConnections: 20, name: "chaos"), logger: quiet)
            }
            let redis = RedisClient(
                endpoint: try RedisEndpoint(parsing: servers.redis.url()), libraries: [DispatchIndex.library],
                logger: quiet)
            let arena = Arena(
                servers: servers, options: options, directory: directory, master: Database(pools[0]),
                tenant: Database(pools[1]), redis: redis)
            outcome = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await redis.run() }
                defer { group.cancelAll() }
                return try await arena.withWorkers(settings) { try await arena.storm($0, patience) }
            }
            for pool in pools { await pool.close() }
        }
        return try #require(outcome)
    }

    private func withWorkers(
        _ settings: [String: String], _ body: ([Seat]) async throws -> Outcome
    ) async throws -> Outcome {
        var seats: [Seat] = []
        do {
            for number in 0..<4 {
                seats.append(
                    try await Seat(
                        number, of: servers, pace: options.pace, settings: settings, directory: directory))
            }
            let outcome = try await body(seats)
            for seat in seats { await seat.close() }
            return outcome
        } catch {
            for seat in seats { await seat.close() }
            throw error
        }
    }

    private func storm(_ seats: [Seat], _ patience: Duration) async throws -> Outcome {
        let index = DispatchIndex(redis: redis)
        let keys = IndexKeys(redis: redis, prefix: "tenantry:{q:0}:2:")
        let load = try await Load(master: master, index: index, seed: options.seed)
        let snapshots = Snapshots(keys)
        let recoveries = Recoveries()
        let judge = Judge(master: master, tenant: tenant, keys: keys)
        var random = SplitMix(seed: options.seed)
        let plan = PlannedFault.plan(options.faults, of: options.kinds, using: &random)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await snapshots.take(every: .milliseconds(500)) }
            group.addTask { await load.askForMany(100, every: .milliseconds(500)) }
            for lane in 1...3 { group.addTask { await load.ask(UInt64(lane), every: .milliseconds(25)) } }
            defer { group.cancelAll() }
            try await load.probe()
            let storm = Storm(
                servers: servers, seats: seats, load: load, pace: options.pace, recoveries: recoveries,
                patience: patience, isCalm: options.isCalm)
            try await storm.rage(plan)
        }
        var violations = try await judge.drained(within: patience).isEmpty ? [] : ["jobs have not come to their end"]
        violations += recoveries.misses.map { "not recovered from: \($0.rawValue)" }
        violations += try await judge.violations(of: load.promised)
        violations += snapshots.problems.map { "snapshot of the index: \($0)" }
        violations += try await judge.leftovers(within: .seconds(30)).prefix(5).map { "left: \($0)" }
        for seat in seats {
            try await seat.stop()
            violations += try await seat.leaks(of: [servers.postgres.password, servers.redis.password]).map {
                "a secret stands in \($0)"
            }
        }
        return Outcome(
            violations: violations, summary: try await summary(load.promised, snapshots), recoveries: recoveries)
    }

    private func summary(_ promised: Promises, _ snapshots: Snapshots) async throws -> String {
        let states = try await JudgeQueries.count(on: master.session).map { "\($0.1) \($0.0.rawValue)" }
        return """
            seed \(options.seed): \(options.faults) faults, \(promised.accepted.count) jobs accepted \
            (\(states.joined(separator: ", "))), \(promised.unknown) requests without an answer, \
            \(snapshots.taken) snapshots
            """
    }
}
