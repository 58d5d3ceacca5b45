import Foundation
import Postgres
import Redis

/// The peers' own servers, from a folder that is not of this repository: FastAPI, Go's net/http and Node's http. Each
/// checks an HS256 signature, asks Redis whether the token was revoked, and knows the tenants by hostname.
struct APIPeers {
    let settings: Settings
    /// Has `api/app.py`, `api/main.go` and `api/server.mjs` in it.
    let folder: String
    let programs: Programs

    private static let workers = [1: "FastAPI, 1 worker", 2: "FastAPI, 2 workers"]
    private static let go = "Go, net/http"
    private static let node = "Node, 1 process"
    private static let secret = "a secret of servers that live for minutes"
    private static let path = "/api/me"

    static func comparisons(with ours: String) -> [Comparison] {
        [
            Comparison(ours, beside: "FastAPI, 2 workers", by: .requests, goal: 6),
            Comparison(ours, beside: "FastAPI, 1 worker", by: .requests),
        ]
            + [go, node].flatMap { peer in
                [Figure.requests, .tail].map { Comparison(ours, beside: peer, by: $0) }
            }
    }

    /// Starts all of them with the same Redis and the same PostgreSQL, and checks what they answer.
    func start() async throws -> [WhoAmIServer] {
        let tokens = try await PeerTokens(settings: settings, secret: Self.secret).make(100)
        let callers = tokens.enumerated().map { number, token in
            Caller(
                host: "shop\(number).example.test", token: token, identity: "\"t\(number)\"", isRevoked: number == 7)
        }
        let redis = try await startRedis(knowing: callers)
        let database = try await makeDatabase()
        let environment = [
            "JWT_SECRET": Self.secret, "REDIS_PORT": "\(redis)", "PGDSN": database, "WORKERS": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        ]
        var servers: [WhoAmIServer] = []
        for (name, executable, arguments) in try await commands() {
            let port = try FreePort.find()
            let command = Command(
                executable, arguments.map { $0 == Self.port ? "\(port)" : $0 },
                environment: environment.merging(["PORT": "\(port)"]) { $1 })
            let program = try await programs.start(command, named: "peer-\(port)")
            let server = WhoAmIServer(name: name, port: port, path: Self.path, program: program, callers: callers)
            try await server.waitUntilReady()
            try await server.check()
            servers.append(server)
        }
        return servers
    }

    /// Stands for the port in a command's arguments.
    private static let port = "{port}"

    private func commands() async throws -> [(name: String, executable: String, arguments: [String])] {
        let uvicorn = Self.workers.sorted { $0.key > $1.key }.map { count, name in
            (
                name, settings.uvicorn,
                [
                    "app:app", "--app-dir", "\(folder)/api", "--host", "127.0.0.1", "--port", Self.port,
                    "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning",
                    "--workers", "\(count)",
                ]
            )
        }
        let program = "\(settings.scratch)/peer-go"
        let build = Command(
            "go", ["build", "-o", program, "\(folder)/api/main.go"],
            environment: [
                "GO111MODULE": "off", "GOCACHE": "\(settings.scratch)/go-cache", "GOPATH": "\(settings.scratch)/go",
            ])
        _ = try await build.run(in: settings.scratch)
        return uvicorn + [(Self.go, program, []), (Self.node, "node", ["\(folder)/api/server.mjs"])]
    }

    /// Without a password, which these servers would not send; only what each second has brought is written to disk.
    ///
    /// - Returns: its port.
    private func startRedis(knowing callers: [Caller]) async throws -> Int {
        let (port, place) = (try FreePort.find(), "\(settings.scratch)/peer-redis")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try await programs.start(
            Command(
                "redis-server",
                [
                    "--port", "\(port)", "--bind", "127.0.0.1", "--dir", place, "--save", "", "--appendonly", "yes",
                    "--appendfsync", "everysec",
                ]), named: "peer-redis")
        let client = RedisClient(
            endpoint: RedisEndpoint(address: .tcp(host: "127.0.0.1", port: port)), logger: .silent)
        try await client.running {
            for (number, caller) in callers.enumerated() {
                let tenant = #"{"id":"t\#(number)","plan":"pro"}"#
                _ = try await client.send(RedisCommand("SET", "host:\(caller.host)", tenant))
                if caller.isRevoked { _ = try await client.send(RedisCommand("SET", "revoked:\(number)", "1")) }
            }
        }
        return port
    }

    /// - Returns: the connection string of a database that knows the tenants.
    private func makeDatabase() async throws -> String {
        try await settings.withConnection { _ = try await $0.execute("create database peers") }
        try await settings.withConnection(to: "peers") { connection in
            _ = try await connection.execute(
                "create table tenants (id text primary key, hostname text unique, plan text)")
            _ = try await connection.execute(
                """
                insert into tenants
                select 't' || n, 'shop' || n || '.example.test', 'pro' from generate_series(0, 99) n
                """)
        }
        return "postgresql://\(Settings.superuser)@/peers?host=\(settings.postgresSocket)&port=\(settings.postgresPort)"
    }
}
