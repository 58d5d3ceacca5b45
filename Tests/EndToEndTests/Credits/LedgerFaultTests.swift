import Foundation
import LocalServers
import Logging
import NIOConcurrencyHelpers
import NIOHTTP1
import Postgres
import TestSupport
import Testing

extension Credits {
    /// Purchases and deductions while what they stand on dies again and again.
    ///
    /// `TENANTRY_TEST_ROUNDS` says how many; 10,000 of them are spread over 50 stores, the few of a usual run over six.
    @Suite("while workers, Redis and PostgreSQL are killed", .timeLimit(.minutes(30)))
    struct LedgerFaultTests {
        @Test("are booked as their answers say: accepted, in the journal and in the stores' own databases alike")
        func sums() async throws {
            let rounds = Rounds.of(240)
            try await withPostgres(.init(durability: .safe)) { postgres in
                try await DatabaseTemplate.master.build(try PostgresEndpoint(parsing: postgres.url()))
                try await withRedis { redis in
                    let settings = [
                        "TENANTRY_MASTER_DATABASE_URL": postgres.url(), "TENANTRY_REDIS_URL": redis.url(),
                        "TENANTRY_ALLOW_MANUAL_PAYMENTS": "true", "TENANTRY_MAX_STORES_PER_USER": "100",
                        "TENANTRY_ACCESS_TOKEN_TTL": "4h", "TENANTRY_LOG_LEVEL": "info",
                    ]
                    try await Platform.with(settings) { platform in
                        let shops = try await Shops.open(rounds < 5_000 ? 6 : 50, on: platform)
                        let storm = FaultStorm(platform: platform, postgres: postgres, redis: redis)
                        let accepted = try await shops.trade(rounds, seed: UInt64(rounds), storm: storm)
                        try await storm.calm()
                        let master = try PostgresEndpoint(parsing: postgres.url())
                        try await shops.compare(accepted, master: master, faults: await storm.count)
                        await storm.end()
                    }
                }
            }
        }
    }
}

/// What the answers said.
struct Accepted: Sendable {
    var purchases = 0
    var deductions = 0
    var refused = 0
    /// Ten-thousandths, spent ones taken away.
    var sum: Int64 = 0
}

/// Stores with databases of their own, and what is bought and spent in them.
struct Shops: Sendable {
    let platform: Platform
    let stores: [Platform.Agency]

    static func open(_ count: Int, on platform: Platform) async throws -> Shops {
        let first = try await platform.signUp()
        var stores = [first]
        while stores.count < count {
            let made = try await platform.call(
                .POST, "/api/stores/create", token: first.token, json: ["name": "Shop \(stores.count)"])
            let id = try #require(made.string("id"), "\(made.text)")
            stores.append(Platform.Agency(token: first.token, storeID: id, slug: made.string("slug") ?? ""))
        }
        let worker = try await platform.startWorker("opener")
        for store in stores {
            let answer = try await platform.call(
                .POST, "/api/stores/\(store.storeID)/connect-database", token: store.token,
                json: ["managed": [String: String]()])
            try #require(answer.status == 202, "\(answer.text)")
        }
        for store in stores {
            try await platform.waitForProvisioning(store, status: "succeeded", within: .seconds(240))
        }
        await worker.kill()
        return Shops(platform: platform, stores: stores)
    }

    /// Buys and spends so many times, a dozen at once; each until there is an answer that says what became of it.
    func trade(_ rounds: Int, seed: UInt64, storm: FaultStorm) async throws -> Accepted {
        let accepted = NIOLockedValueBox(Accepted())
        let next = NIOLockedValueBox(0)
        try await storm.begin()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    while true {
                        let number = next.withLockedValue { number in
                            defer { number += 1 }
                            return number
                        }
                        guard number < rounds else { return }
                        var random = SplitMix(seed: seed &+ UInt64(number))
                        try await trade(number, &random, accepted)
                        try await storm.passed(number, of: rounds)
                    }
                }
            }
            try await group.waitForAll()
        }
        return accepted.withLockedValue { $0 }
    }

    private func trade(
        _ number: Int, _ random: inout SplitMix, _ accepted: NIOLockedValueBox<Accepted>
    ) async throws {
        let store = stores[Int.random(in: 0..<stores.count, using: &random)]
        let units = Int64.random(in: 1...30, using: &random)
        if Int.random(in: 0..<10, using: &random) < 4 {
            let order: [String: String] = ["amount": "\(units).0000", "paymentMethod": "manual"]
            try await insist {
                try await platform.purchase(store, order, key: "p\(number)")
            } accepting: { _ in
                accepted.withLockedValue {
                    $0.purchases += 1; $0.sum += units * 10_000
                }
            }
        } else {
            // A tenth of a credit each.
            try await insist {
                try await platform.deduct(store, "ai.translation", Int(units) * 4, key: "d\(number)")
            } accepting: { answer in
                accepted.withLockedValue { total in
                    if answer.status == 402 {
                        total.refused += 1
                    } else {
                        total.deductions += 1
                        total.sum -= units * 4_000
                    }
                }
            }
        }
    }

    /// Asks with the same key until the answer says what became of it.
    private func insist(
        _ ask: () async throws -> Platform.Answer, accepting: (Platform.Answer) -> Void
    ) async throws {
        while true {
            let answer: Platform.Answer
            do { answer = try await ask() } catch {
                try await Task.sleep(for: .milliseconds(50))
                continue
            }
            switch answer.status {
            case 201, 202, 402: return accepting(answer)
            case 409, 500...: try await Task.sleep(for: .milliseconds(50))
            default:
                Issue.record("\(answer.status) \(answer.text)")
                return
            }
        }
    }

    /// Waits until nothing is on its way any more, and holds the three sums beside one another.
    func compare(_ accepted: Accepted, master: PostgresEndpoint, faults: Int) async throws {
        let books = try await PostgresConnection.connect(to: master, logger: Logger(label: "test"))
        defer { books.close() }
        try await eventually(within: .seconds(240)) {
            try await books.first(
                "select count(*) from credit_purchases where state = 'pending'", as: Int64.self) == 0
        }
        let verified = try await platform.command("credits", "verify")
        #expect(verified.status == .exited(0), "\(verified.output) \(verified.errors)")
        let journal = try await books.first(
            "select coalesce(sum(amount), 0)::bigint from credit_transactions", as: Int64.self)
        let lines = try await books.first("select count(*) from credit_transactions", as: Int64.self)
        #expect(journal == accepted.sum)
        #expect(lines == Int64(accepted.purchases + accepted.deductions))

        let names = try await books.all(
            """
            select d.database_name from store_databases d join credit_balances b using (store_id) order by d.store_id
            """, as: String.self)
        try await eventually(within: .seconds(240)) {
            try await books.first(
                """
                select count(*) from credit_balances b left join credit_syncs c using (store_id)
                where b.revision > coalesce(c.revision, 0)
                """, as: Int64.self) == 0
        }
        var cached: Int64 = 0
        var spent = 0
        for name in names {
            let server = try await TestServers.shared.postgres()
            let tenant = try await PostgresConnection.connect(
                to: PostgresEndpoint(parsing: server.url(database: name)), logger: Logger(label: "test"))
            defer { tenant.close() }
            cached += try await tenant.first("select balance from credit_balance_cache", as: Int64.self) ?? 0
            spent += Int(try await tenant.first("select count(*) from credit_spending_log", as: Int64.self) ?? 0)
        }
        #expect(names.count == stores.count && cached == accepted.sum && spent == accepted.deductions)
        print(
            """
            \(accepted.purchases) purchases and \(accepted.deductions) deductions accepted, \(accepted.refused) refused, \
            in \(stores.count) stores through \(faults) faults: \(Double(accepted.sum) / 10_000) credits in the answers, \
            \(Double(journal ?? 0) / 10_000) in the journal, \(Double(cached) / 10_000) in the stores
            """)
    }
}

/// Kills a worker, Redis or the master database, one after the other, and puts another in its place.
actor FaultStorm {
    private let platform: Platform
    private let postgres: LocalPostgres
    private let redis: LocalRedis
    private var workers: [ProgramUnderTest] = []
    private(set) var count = 0
    private var isStriking = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(platform: Platform, postgres: LocalPostgres, redis: LocalRedis) {
        self.platform = platform
        self.postgres = postgres
        self.redis = redis
    }

    func begin() async throws {
        workers = [try await startWorker(), try await startWorker()]
    }

    /// Eight faults for a short run, one for each hundred operations of a long one; whoever is due strikes, in turn.
    func passed(_ number: Int, of rounds: Int) async throws {
        guard (number + 1) % min(100, max(1, rounds / 8)) == 0 else { return }
        while isStriking { await withCheckedContinuation { waiting.append($0) } }
        isStriking = true
        defer {
            isStriking = false
            for waiter in waiting { waiter.resume() }
            waiting = []
        }
        try await strike()
        count += 1
    }

    private func strike() async throws {
        switch count % 4 {
        case 0, 2:
            await workers.removeFirst().kill()
            workers.append(try await startWorker())
        case 1:
            await redis.crash()
            try await redis.restart()
        default:
            await postgres.crash()
            try await postgres.restart()
        }
    }

    /// Sees to it that there is a worker that nobody kills any more.
    func calm() async throws {
        for worker in workers { await worker.kill() }
        workers = [try await startWorker()]
    }

    func end() async {
        for worker in workers { await worker.kill() }
    }

    private func startWorker() async throws -> ProgramUnderTest {
        try await platform.startWorker("worker-\(UUID().uuidString.prefix(8))")
    }
}
