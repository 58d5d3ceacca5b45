import Domain
import Jobs
import Postgres
import Stores
import Requests
import Tenancy
import Testing

@Suite("Suspending stores", .serialized, .timeLimit(.minutes(5)))
struct StoreSuspensionTests {
    private func generation(_ store: Store, _ platform: Platform) async throws -> Int64? {
        try await platform.master.session.first(
            "select generation::bigint from stores where id = \(store.id)", as: Int64.self)
    }

    private func lowestAlive(_ store: Store, _ platform: Platform) async throws -> Int64? {
        try await platform.master.session.first(
            "select value from revocations where key = \("store:\(store.id)")", as: Int64.self)
    }

    /// Puts a store where a test needs it, past the work that leads there.
    private func put(_ store: Store, at status: Store.Status, _ platform: Platform) async throws {
        if status == .failed {
            try await withCustomerDatabase { _ = try await platform.connect(store, to: $0.target) }
        }
        try await platform.master.session.execute(
            """
            update stores set status = \(status), activated_at = now(), schema_version = '0001'
            where id = \(store.id)
            """)
    }

    @Test(
        "closes them wherever they stand, kills their tokens, and resuming puts them back there",
        arguments: [Store.Status.pendingDatabase, .active, .failed])
    func thereAndBack(status: Store.Status) async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore()
            try await put(store, at: status, platform)
            let suspension = StoreSuspension(master: platform.master)
            let caller = Caller(store.ownerID, address: "192.0.2.7", requestID: "req-1")

            let suspended = try await suspension.suspend(store.id, by: caller)
            #expect(suspended.status == .suspended && !suspended.isActive)
            #expect(try await generation(store, platform) == 2)
            #expect(try await lowestAlive(store, platform) == 2)
            #expect(try await suspension.suspend(store.id, by: caller) == suspended)
            #expect(try await generation(store, platform) == 2)

            #expect(try await suspension.resume(store.id, by: caller).status == status)
            let resumed = try await suspension.resume(store.id, by: caller)
            #expect(resumed == (try await platform.look(at: store)))
            #expect(try await generation(store, platform) == 2)  // what was dead stays dead

            let record = try await platform.master.session.all(
                """
                select action || ' ' || coalesce(detail ->> 'from', detail ->> 'to') from audit_log
                where store_id = \(store.id) and actor_id = \(store.ownerID) order by id
                """, as: String.self)
            #expect(record == ["store.suspended \(status.rawValue)", "store.resumed \(status.rawValue)"])
        }
    }

    @Test("waits for nobody while a database is being set up, and says which job is in the way")
    func provisioning() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let store = try await platform.makeStore()
                let job = try await platform.connect(store, to: database.target)
                let suspension = StoreSuspension(master: platform.master)
                await #expect(throws: StoreError.provisioningInProgress(job)) {
                    try await suspension.suspend(store.id, by: Caller(store.ownerID))
                }
                #expect(try await suspension.resume(store.id, by: Caller(store.ownerID)).status == .provisioning)
                #expect(try await lowestAlive(store, platform) == nil)
            }
        }
    }

    @Test("is their owner's alone")
    func strangers() async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore()
            let stranger = Caller(try await platform.makeOwner())
            let suspension = StoreSuspension(master: platform.master)
            for id in [store.id, .make()] {
                await #expect(throws: StoreError.notFound) { try await suspension.suspend(id, by: stranger) }
                await #expect(throws: StoreError.notFound) { try await suspension.resume(id, by: stranger) }
            }
            #expect(try await platform.look(at: store) == store)
        }
    }

    @Test("and resuming at once by many ends in one of the two, each on record in turn")
    func race() async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore()
            let suspension = StoreSuspension(master: platform.master)
            try await withThrowingTaskGroup { group in
                for number in 0..<20 {
                    group.addTask {
                        let caller = Caller(store.ownerID)
                        _ =
                            number.isMultiple(of: 2)
                            ? try await suspension.suspend(store.id, by: caller)
                            : try await suspension.resume(store.id, by: caller)
                    }
                }
                try await group.waitForAll()
            }
            let acts = try await platform.master.session.all(
                "select action from audit_log where store_id = \(store.id) order by id", as: String.self)
            for (index, act) in acts.enumerated() {
                #expect(act == (index.isMultiple(of: 2) ? "store.suspended" : "store.resumed"))
            }
            let closings = acts.count { $0 == "store.suspended" }
            #expect(try await generation(store, platform) == Int64(1 + closings))
        }
    }
}
