import Foundation

/// An agency asks who it is: our whole way of a request, token, session and account, beside a route of the same framework
/// that returns a constant, and beside what others would write.
struct APIBenchmark {
    let settings: Settings

    private static let ours = "Tenantry"
    private static let constant = "Hummingbird, a constant"
    private static let path = "/api/auth/me"
    private static let count = 100

    func run(log: ResultLog) async throws -> Report {
        let wrk = Wrk(settings: settings)
        return try await Platform.with(settings, running: ["serve"]) { platform in
            try await Programs.with(scratch: settings.scratch) { programs in
                let server = try await server(of: platform)
                var contestants = [server, try await constantRoute(beside: server, among: programs)]
                if let folder = settings.peers {
                    contestants += try await APIPeers(settings: settings, folder: folder, programs: programs).start()
                }
                let race = Race(
                    name: "api", title: "`GET \(Self.path)` with a token, \(Wrk.connections) connections",
                    contestants: contestants.map { server in Contestant(server.name) { try await wrk.run(on: server) }
                    },
                    comparisons: comparisons)
                return try await race.run(rounds: settings.rounds, log: log)
            }
        }
    }

    private var comparisons: [Comparison] {
        let constant = [
            Comparison(Self.ours, beside: Self.constant, by: .requests, goal: 0.75),
            Comparison(Self.ours, beside: Self.constant, by: .tail),
            Comparison(Self.ours, beside: Self.constant, by: .processor),
        ]
        return settings.peers == nil ? constant : constant + APIPeers.comparisons(with: Self.ours)
    }

    private func server(of platform: Platform) async throws -> WhoAmIServer {
        var callers: [Caller] = []
        for number in 0..<Self.count {
            let agency = try await platform.signUp()
            callers.append(
                Caller(host: "shop\(number).example.test", token: agency.token, identity: agency.email))
        }
        callers[7].isRevoked = true
        try await platform.end(callers[7].token)
        guard let program = platform.processes["serve"] else { throw WrongAnswer(to: "tenantry serve") }
        let server = WhoAmIServer(
            name: Self.ours, port: settings.apiPort, path: Self.path, program: program, callers: callers)
        try await server.check()
        return server
    }

    /// It gives everybody the answer that ours gives to one, and gets the same requests.
    private func constantRoute(beside ours: WhoAmIServer, among programs: Programs) async throws -> WhoAmIServer {
        let (body, port) = ("\(settings.scratch)/constant.json", try FreePort.find())
        try await ours.waitUntilReady().write(to: URL(fileURLWithPath: body))
        let program = try await programs.start(
            Command(settings.constantRoute, ["\(port)", body]), named: "constant-route")
        let callers = ours.callers.map { Caller(host: $0.host, token: $0.token, identity: $0.identity) }
        let server = WhoAmIServer(
            name: Self.constant, port: port, path: Self.path, program: program, callers: callers)
        try await server.waitUntilReady()
        return server
    }
}
