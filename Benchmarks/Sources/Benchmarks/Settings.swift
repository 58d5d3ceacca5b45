/// What `Benchmarks/run` has prepared and wants, told through the environment.
struct Settings: Sendable {
    /// An environment that `Benchmarks/run` did not make.
    struct Missing: Error, CustomStringConvertible {
        let name: String
        var description: String { "\(name) is missing or no number. Start this by Benchmarks/run." }
    }

    /// Rounds that count; one more goes before them to warm up.
    let rounds: Int
    /// Seconds that each load lasts.
    let seconds: Int
    /// Folder of `psql` and `pgbench`.
    let postgresBinaries: String
    /// Folder of the Unix socket, which asks for no password.
    let postgresSocket: String
    /// Also on 127.0.0.1, which asks for passwords.
    let postgresPort: Int
    /// On 127.0.0.1.
    let redisPort: Int
    let redisPassword: String
    /// Where the API will listen.
    let apiPort: Int
    /// The `tenantry` to measure.
    let tenantry: String
    /// The `constant-route` to measure beside it.
    let constantRoute: String
    /// The `credit-load` that spends credits.
    let creditLoad: String
    /// The peers' folder; `nil` leaves their servers out.
    let peers: String?
    /// What the peers' FastAPI runs on.
    let uvicorn: String
    /// The repository's folder of migrations, with `master` and `tenant` in it.
    let migrations: String
    /// For scripts and logs; removed afterwards.
    let scratch: String
    /// The file that gets a line for every sample.
    let results: String
    /// What was built.
    let commit: String

    init(_ environment: [String: String]) throws(Missing) {
        func text(_ name: String) throws(Missing) -> String {
            guard let value = environment[name], !value.isEmpty else { throw Missing(name: name) }
            return value
        }
        func number(_ name: String) throws(Missing) -> Int {
            guard let value = try Int(text(name)), value > 0 else { throw Missing(name: name) }
            return value
        }
        rounds = try number("BENCH_ROUNDS")
        seconds = try number("BENCH_SECONDS")
        postgresBinaries = try text("BENCH_POSTGRES_BINARIES")
        postgresSocket = try text("BENCH_POSTGRES_SOCKET")
        postgresPort = try number("BENCH_POSTGRES_PORT")
        redisPort = try number("BENCH_REDIS_PORT")
        redisPassword = try text("BENCH_REDIS_PASSWORD")
        apiPort = try number("BENCH_API_PORT")
        tenantry = try text("TENANTRY_BINARY")
        constantRoute = try text("BENCH_CONSTANT_ROUTE")
        creditLoad = try text("BENCH_CREDIT_LOAD")
        peers = try? text("BENCH_PEERS")
        uvicorn = try peers == nil ? "" : text("BENCH_UVICORN")
        migrations = try text("BENCH_MIGRATIONS")
        scratch = try text("BENCH_SCRATCH")
        results = try text("BENCH_RESULTS")
        commit = try text("BENCH_COMMIT")
    }
}
