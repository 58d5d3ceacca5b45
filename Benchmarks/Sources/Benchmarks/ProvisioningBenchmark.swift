import Foundation
import Postgres
import Proxy

/// An empty database becomes a store's: our whole way from claiming the job to its completion, beside psql with the
/// same files into a database that was made the same way.
struct ProvisioningBenchmark {
    let settings: Settings
    /// How far away the database is; `nil` is here, without a proxy.
    let roundTrip: Duration?

    private static let ours = "Tenantry, connect-database"
    private static let files = "psql -1 -f, file by file"
    private static let commands = "psql -1 -c, a whole file as one query"

    func run(log: ResultLog) async throws -> Report {
        try await Platform.with(settings) { platform in
            guard let roundTrip else {
                return try await race(platform, proxy: nil).run(rounds: settings.rounds, log: log)
            }
            let server = TCPProxy.Target.tcp(host: "127.0.0.1", port: settings.postgresPort)
            return try await TCPProxy.with(server) { proxy in
                try await race(platform, proxy: proxy).run(rounds: settings.rounds, log: log) {
                    proxy.setRoundTrip(roundTrip)
                }
            }
        }
    }

    private func race(_ platform: Platform, proxy: TCPProxy?) throws -> Race {
        let psql = Psql(
            settings: settings, port: proxy?.port ?? settings.postgresPort,
            files: try TenantFiles(in: "\(settings.migrations)/tenant"))
        let peers = [(Self.files, Psql.Style.files), (Self.commands, .commands)]
        let contestants =
            [Contestant(Self.ours) { try await connect(on: platform, through: proxy) }]
            + peers.map { name, style in
                Contestant(name) { try await replay(with: psql, style, for: platform, through: proxy) }
            }
        let figures = [Figure.work, .wait] + (proxy == nil ? [] : [.turns])
        return Race(
            name: proxy == nil ? "provisioning-local" : "provisioning-far",
            title: "Provisioning of an empty database, \(distance)", contestants: contestants,
            comparisons: peers.flatMap { peer in
                figures.map { Comparison(Self.ours, beside: peer.0, by: $0) }
            })
    }

    private var distance: String {
        guard let roundTrip else { return "same machine" }
        return "\(Int(roundTrip.seconds * 1_000)) ms of round trip away"
    }

    private func connect(on platform: Platform, through proxy: TCPProxy?) async throws -> [Figure: Double] {
        let agency = try await platform.signUp()
        let database = try await TenantDatabase.make(settings)
        let before = proxy?.traffic
        let url = database.url(port: proxy?.port ?? settings.postgresPort)
        let job = try await platform.connect(agency, to: url)
        let start = ContinuousClock.now
        try await platform.waitForProvisioning(of: agency)
        let wait = (ContinuousClock.now - start).seconds
        let work = try await platform.secondsOfWork(job)
        try await database.check()
        return Self.figures(work: work, wait: wait, from: before, to: proxy?.traffic)
    }

    private func replay(
        with psql: Psql, _ style: Psql.Style, for platform: Platform, through proxy: TCPProxy?
    ) async throws -> [Figure: Double] {
        let agency = try await platform.signUp()
        let database = try await TenantDatabase.make(settings)
        let before = proxy?.traffic
        let seconds = try await psql.run(into: database, for: agency, style).seconds
        try await database.check()
        return Self.figures(work: seconds, wait: seconds, from: before, to: proxy?.traffic)
    }

    private static func figures(
        work: Double, wait: Double, from before: TCPProxy.Traffic?, to after: TCPProxy.Traffic?
    ) -> [Figure: Double] {
        var figures: [Figure: Double] = [.work: work, .wait: wait]
        if let before, let after { figures[.turns] = Double((after - before).turns) }
        return figures
    }
}
