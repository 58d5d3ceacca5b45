import Domain
import Jobs
import Postgres
import Requests
import Tenancy
import Testing
import Usage

@testable import Stores

@Suite("Connecting a database to a store", .serialized, .timeLimit(.minutes(5)))
struct DatabaseConnectorTests {
    /// A place where no server is: nothing here ever connects to it.
    private func target(_ database: String = "shop", host: String = "127.0.0.1") -> ConnectionTarget {
        .database(DatabaseAddress(host: host, port: 5999, user: "u", password: "p", database: database))
    }

    @Test("is promised in one transaction: store, sealed credentials, job and its steps")
    func promise() async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore()
            let id = try await platform.connect(store, to: target())
            let job = try await platform.job(id)
            #expect(job.state == .queued)
            #expect(job.storeID == store.id)
            #expect(job.userID == store.ownerID)
            let steps = try await JobQueries.steps(of: id, on: platform.master.session)
            #expect(steps.map(\.name) == ["connect", "migrate", "seed", "register", "verify", "activate"])
            #expect(steps.allSatisfy { $0.status == .pending })
            let found = try await platform.look(at: store)
            #expect(found.status == .provisioning)
            #expect(found.database == .init(kind: .postgres, host: "127.0.0.1", name: "shop", status: .pending))
        }
    }

    @Test("of ten at once for one store, one is promised a job and nine hear of it")
    func sameStore() async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore()
            let outcomes = await outcomes(10) { number in
                try await platform.connect(store, to: target("shop_\(number)"))
            }
            let promised = outcomes.compactMap { try? $0.get() }
            #expect(promised.count == 1)
            for case .failure(let error) in outcomes {
                #expect(error as? StoreError == .provisioningInProgress(promised[0]))
                #expect((error as? StoreError)?.explanation.jobID == promised[0].rawValue)
            }
            #expect(try await count("job_queue", platform) == 1)
            #expect(try await count("store_databases", platform) == 1)
        }
    }

    @Test("of two stores that want one database, one gets it; the other is as it was")
    func sameDatabase() async throws {
        try await withPlatform { platform in
            let stores = [try await platform.makeStore(), try await platform.makeStore()]
            let outcomes = await outcomes(2) { number in
                try await platform.connect(
                    stores[number - 1], to: target(host: number == 1 ? "localhost" : "127.0.0.1"))
            }
            #expect(outcomes.compactMap { try? $0.get() }.count == 1)
            #expect(outcomes.compactMap { $0.failure as? StoreError } == [.databaseAlreadyUsed])
            #expect(try await count("job_queue", platform) == 1)
            let statuses = try await [platform.look(at: stores[0]).status, platform.look(at: stores[1]).status]
            #expect(Set(statuses) == [.provisioning, .pendingDatabase])
        }
    }

    @Test("is refused to a store that has its database, is suspended, or is somebody else's")
    func refusals() async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore()
            let stranger = try await platform.makeOwner()
            await #expect(throws: StoreError.notFound) {
                try await platform.connector.connect(
                    store.id, of: stranger, to: target(), confirmNonEmpty: false, requestID: nil)
            }
            try await platform.master.session.execute(
                """
                update stores set status = 'active', schema_version = '1', activated_at = now() where id = \(store.id)
                """)
            await #expect(throws: StoreError.alreadyConnected) { try await platform.connect(store, to: target()) }
            try await platform.master.session.execute(
                "update stores set status = 'suspended', suspended_from = 'active' where id = \(store.id)")
            await #expect(throws: StoreError.suspended) { try await platform.connect(store, to: target()) }
            #expect(try await count("store_databases", platform) == 0)
            #expect(try await count("job_queue", platform) == 0)
        }
    }

    @Test(
        "at a place that is not dialled writes nothing",
        arguments: ["127.0.0.1", "localhost", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:192.168.1.1"])
    func refusedTarget(host: String) async throws {
        try await withPlatform(allowsPrivateHosts: false) { platform in
            let store = try await platform.makeStore()
            let error = await #expect(throws: TargetRefusal.self) {
                try await platform.connect(store, to: target(host: host))
            }
            #expect(error?.explanation.code == "target_not_allowed")
            #expect(error?.explanation.message.contains(host) == false)
            #expect(try await platform.look(at: store) == store)
            #expect(try await count("store_databases", platform) == 0)
        }
    }

    @Test("at the platform's own database is refused even where private hosts are allowed")
    func ownDatabase() async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore()
            let own = DatabaseAddress(
                host: "localhost", port: platform.endpoint.port, user: "u", password: "p",
                database: platform.endpoint.database)
            await #expect(throws: TargetRefusal.self) { try await platform.connect(store, to: .database(own)) }
            #expect(try await platform.look(at: store) == store)
        }
    }

    @Test("on the operator's cluster needs one")
    func noCluster() async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore()
            await #expect(throws: StoreError.noManagedCluster) { try await platform.connect(store, to: .managed) }
            #expect(try await platform.look(at: store) == store)
        }
    }

    @Test("counts as a job of the day, and again when it begins anew; past the plan's number it leaves no trace")
    func planLimit() async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore()
            _ = try await Subscriptions(master: platform.master, storesPerAccount: 5).put(
                .init(plan: "free"), on: store.id, by: Caller(store.ownerID))
            let job = try await platform.connect(store, to: target())
            #expect(try await platform.work(on: job).state == .retrying)
            #expect(try await platform.retry(store) == job)  // hurried along: the same job
            #expect(try await jobsToday(of: store, platform) == 1)
            try await platform.master.session.execute("update job_queue set max_attempts = attempt + 1")
            #expect(try await platform.work(on: job).state == .failed)
            #expect(try await platform.retry(store) == job)
            #expect(try await jobsToday(of: store, platform) == 2)

            try await platform.master.session.execute("update plans set daily_jobs = 2 where id = 'free'")
            try await platform.master.session.execute("update job_queue set max_attempts = attempt + 1")
            #expect(try await platform.work(on: job).state == .failed)
            let failed = try await platform.look(at: store)
            for _ in 1...2 {
                let error = await #expect(throws: PlanError.self) { try await platform.retry(store) }
                #expect(error?.explanation.code == "job_limit_reached")
            }
            #expect(try await platform.look(at: store) == failed)
            #expect(try await platform.job(job).state == .failed)
            #expect(try await jobsToday(of: store, platform) == 2)
        }
    }

    private func jobsToday(of store: Store, _ platform: Platform) async throws -> Int64 {
        try await platform.master.session.first(
            "select value from usage_metrics where store_id = \(store.id) and metric = 'jobs.started'", as: Int64.self
        ) ?? 0
    }

    private func count(_ table: String, _ platform: Platform) async throws -> Int64 {
        try await platform.master.session.first("select count(*) from \(identifier: table)", as: Int64.self) ?? -1
    }
}

/// What became of many calls that were made at once.
func outcomes<Value: Sendable>(
    _ count: Int, _ call: @escaping @Sendable (Int) async throws -> Value
) async -> [Result<Value, any Error>] {
    await withTaskGroup(of: Result<Value, any Error>.self) { group in
        for number in 1...count {
            group.addTask {
                do { return .success(try await call(number)) } catch { return .failure(error) }
            }
        }
        return await group.reduce(into: []) { $0.append($1) }
    }
}

extension Result {
    var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
