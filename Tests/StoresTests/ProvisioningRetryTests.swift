import Domain
import Jobs
import Postgres
import Tenancy
import Testing

@testable import Stores

@Suite("Retrying what stopped", .serialized, .timeLimit(.minutes(5)))
struct ProvisioningRetryTests {
    @Test("with better credentials goes on with the same job, which then ends well")
    func betterCredentials() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let store = try await platform.makeStore()
                let id = try await platform.connect(store, to: database.target { $0.password = "wrong" })
                #expect(try await platform.work(on: id).state == .actionRequired)
                #expect(try await platform.look(at: store).status == .failed)
                #expect(try await platform.look(at: store).database?.status == .failed)
                #expect(try await platform.retry(store, with: database.target) == id)
                #expect(try await platform.look(at: store).status == .provisioning)
                #expect(try await platform.look(at: store).database?.status == .pending)
                let job = try await platform.work(on: id)
                #expect(job.state == .succeeded)
                #expect(job.attempt == 2)
                #expect(try await platform.look(at: store).isActive)
            }
        }
    }

    @Test("connecting again after a failure goes on with the same job, too")
    func connectingAgain() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let store = try await platform.makeStore()
                let id = try await platform.connect(store, to: database.target { $0.database = "nowhere" })
                try await platform.work(on: id)
                #expect(try await platform.connect(store, to: database.target) == id)
                #expect(try await platform.work(on: id).state == .succeeded)
            }
        }
    }

    @Test("a database that a failed store gave up may be another store's; then it cannot be taken back")
    func givenUp() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let (first, second) = (try await platform.makeStore(), try await platform.makeStore())
                let job = try await platform.connect(first, to: database.target { $0.password = "wrong" })
                try await platform.work(on: job)
                try await platform.work(on: platform.connect(second, to: database.target))
                #expect(try await platform.look(at: second).isActive)
                await #expect(throws: StoreError.databaseAlreadyUsed) { try await platform.retry(first) }
                #expect(try await platform.look(at: first).status == .failed)
            }
        }
    }

    @Test("is for what stopped: not for what runs, is done, or was never begun")
    func rules() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let store = try await platform.makeStore()
                await notRetryable { try await platform.retry(store) }
                let id = try await platform.connect(store, to: database.target)
                await notRetryable { try await platform.retry(store) }
                let attempt = try await platform.claim(id)
                await notRetryable { try await platform.retry(store, with: database.target) }
                try await attempt.release()
                try await platform.work(on: id)
                await notRetryable { try await platform.retry(store) }
                let stranger = try await platform.makeOwner()
                await #expect(throws: StoreError.notFound) {
                    try await platform.connector.retry(
                        store.id, of: stranger, with: nil, confirmNonEmpty: nil, requestID: nil)
                }
            }
        }
    }

    @Test("hurries along what waits for its next attempt, and each change of credentials is a version of its own")
    func hurrying() async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore()
            let address = DatabaseAddress(host: "127.0.0.1", port: 5998, user: "u", password: "p", database: "shop")
            let id = try await platform.connect(store, to: .database(address))
            #expect(try await platform.work(on: id).state == .retrying)
            try await platform.master.session.execute("update job_queue set run_at = now() + interval '1 hour'")
            let outcomes = await outcomes(8) { number in
                var better = address
                better.password = "p\(number)"
                return try await platform.retry(store, with: .database(better))
            }
            #expect(outcomes.compactMap { try? $0.get() } == Array(repeating: id, count: 8))
            let (version, sealed) = try #require(
                try await platform.master.session.first(
                    "select credential_version, sealed_credentials from store_databases", as: (Int, [UInt8]).self))
            #expect(version == 9)
            #expect(try platform.reach.vault.open(sealed, store: store.id, version: 9).password?.hasPrefix("p") == true)
            let isDue = try await platform.master.session.first("select run_at <= now() from job_queue", as: Bool.self)
            #expect(isDue == true)
        }
    }

    @Test("a store opens only with the database its owner named last")
    func changedMeanwhile() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { first in
                try await withCustomerDatabase { second in
                    let store = try await platform.makeStore()
                    let id = try await platform.connect(store, to: first.target)
                    let attempt = try await platform.claim(id)
                    var run = try #require(try await platform.provisioner.begin(store.id, fence: attempt.epoch))
                    for step in ProvisioningStep.allCases { try await run.perform(step, showing: attempt.progress) }
                    run.close()
                    try await change(store, to: second.address, platform)
                    await #expect(throws: ProvisioningProblem.superseded) {
                        try await platform.master.transaction { [outcome = run.outcome] master in
                            try await platform.provisioner.activate(store.id, as: outcome, on: master)
                        }
                    }
                    #expect(try await platform.look(at: store).status == .provisioning)
                    try await attempt.release()
                    #expect(try await platform.work(on: id).state == .succeeded)
                    let found = try await platform.look(at: store)
                    #expect(found.isActive)
                    #expect(found.database?.name == second.address.database)
                    #expect(try await second.rowCounts()["public.store"] == 1)
                }
            }
        }
    }

    /// What a retry with new credentials writes, at a moment when it is refused: while an attempt is at work.
    private func change(_ store: Store, to address: DatabaseAddress, _ platform: Platform) async throws {
        let sealed = try platform.reach.vault.seal(address, store: store.id, version: 2)
        try await ConnectQueries.saveDatabase(
            of: store.id, kind: .postgres, address: address, sealed: sealed, keyID: platform.reach.vault.keyID,
            version: 2, allowsExisting: false, on: platform.master.session)
    }

    private func notRetryable(_ retry: () async throws -> Job.ID) async {
        let error = await #expect(throws: StoreError.self) { try await retry() }
        #expect(error?.explanation.code == "not_retryable")
    }
}
