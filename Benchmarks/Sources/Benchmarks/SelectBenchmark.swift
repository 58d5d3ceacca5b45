import Foundation
import Postgres

/// The smallest prepared query there is, by the Unix socket: what a driver costs beside pgbench's bare libpq in C.
struct SelectBenchmark {
    let settings: Settings

    private static let lent = "PostgresPool, 8 connections lent to 32 callers"
    private static let shared = "PostgresPool.shared, 2 pipelined connections, 32 callers"
    private static let sameConnections = "pgbench -c 8 -j 2"
    private static let sameCallers = "pgbench -c 32 -j 2"

    func run(log: ResultLog) async throws -> Report {
        let script = "\(settings.scratch)/select.sql"
        try Data("\\set x random(1, 1000)\nselect :x::int;\n".utf8).write(to: URL(fileURLWithPath: script))
        let pool = PostgresPool(
            endpoint: settings.endpoint(),
            configuration: PostgresPoolConfiguration(maximumConnections: 8, sharedReaders: 2), logger: .silent)
        return try await pool.running {
            try await race(pool, script: script).run(rounds: settings.rounds, log: log)
        }
    }

    private func race(_ pool: PostgresPool, script: String) -> Race {
        let pgbench = Pgbench(settings: settings, script: script)
        let sessions: [(String, any PostgresSession)] = [(Self.lent, pool), (Self.shared, pool.shared)]
        let peers = [(Self.sameConnections, 8), (Self.sameCallers, 32)]
        let contestants = zip(sessions, peers).flatMap { ours, peer in
            [
                Contestant(ours.0) { try await load(on: ours.1) },
                Contestant(peer.0) { try await pgbench.run(clients: peer.1) },
            ]
        }
        return Race(
            name: "select", title: "`select $1::int`, prepared, Unix socket", contestants: contestants,
            comparisons: sessions.flatMap { ours in
                peers.map { Comparison(ours.0, beside: $0.0, by: .operations) }
            })
    }

    private func load(on session: any PostgresSession) async throws -> [Figure: Double] {
        try await Load(callers: 32, duration: .seconds(settings.seconds)).run { number in
            let value = Int32(number % 1_000 + 1)
            guard try await session.first("select \(value)::int", as: Int32.self) == value else {
                throw WrongAnswer(to: "select \(value)")
            }
        }
    }
}
