import Domain
import Jobs
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Stores

@Suite("A provisioning that is cut and repeated", .serialized, .timeLimit(.minutes(5)))
struct ProvisioningInterruptionTests {
    @Test(
        "after any step leaves what an undisturbed one leaves",
        arguments: [ProvisioningStep.connect, .migrate, .seed, .register, .verify])
    func afterAStep(step: ProvisioningStep) async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let store = try await platform.makeStore()
                let id = try await platform.connect(store, to: database.target)
                let attempt = try await platform.claim(id)
                try await attempt.perform(through: step)
                try await attempt.release()
                try await expectUndisturbed(id, store, platform, database)
            }
        }
    }

    @Test(
        "by the death of its server process in the middle of a file leaves what an undisturbed one leaves",
        arguments: ["orders", "customers", "languages", "credit_cache"])
    func killedWhileMigrating(table: String) async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let store = try await platform.makeStore()
                let id = try await platform.connect(store, to: database.target)
                try await database.whenMade(table, do: "perform pg_terminate_backend(pg_backend_pid());")
                let job = try await platform.work(on: id)
                #expect(job.state == .retrying)
                #expect(job.error?.retryable == true)
                #expect(try await JobQueries.steps(of: id, on: platform.master.session)[1].status == .failed)
                try await database.execute("drop event trigger interrupt")
                try await expectUndisturbed(id, store, platform, database)
            }
        }
    }

    @Test("by its worker's order to stop, in the middle of a file, leaves what an undisturbed one leaves")
    func cancelledWhileMigrating() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let store = try await platform.makeStore()
                let id = try await platform.connect(store, to: database.target)
                try await database.whenMade("orders", do: "perform pg_sleep(60);")
                let attempt = try await platform.claim(id)
                let running = Task { try await attempt.perform(through: .verify) }
                try await eventually { try await database.isSleeping() }
                running.cancel()
                await #expect(throws: CancellationError.self) { try await running.value }
                try await eventually { try await !database.isSleeping() }
                try await attempt.release()
                try await database.execute("drop event trigger interrupt")
                try await expectUndisturbed(id, store, platform, database)
            }
        }
    }

    @Test("an attempt that a newer one has overtaken writes nothing more into the store's database")
    func overtaken() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let store = try await platform.makeStore()
                let id = try await platform.connect(store, to: database.target)
                let old = try await platform.claim(id)
                var stale = try #require(try await platform.provisioner.begin(store.id, fence: old.epoch))
                defer { stale.close() }
                try await stale.perform(.connect, showing: old.progress)
                try await old.release()
                let new = try await platform.claim(id)
                // Its progress is fenced as well, so the newer attempt's stands in for it here.
                let meetings: [(ProvisioningStep, ProvisioningStep)] = [
                    (.migrate, .connect), (.seed, .migrate), (.register, .seed),
                ]
                for (step, place) in meetings {
                    try await new.perform(through: place)
                    let before = try await database.rowCounts()
                    await #expect(throws: ProvisioningProblem.superseded) {
                        try await stale.perform(step, showing: new.progress)
                    }
                    #expect(try await database.rowCounts() == before)
                }
                await #expect(throws: ProvisioningProblem.superseded) {
                    try await HandMadeAttempt(
                        platform: platform, job: id, store: store.id, key: old.key, progress: new.progress
                    ).perform(through: .connect)
                }
                await #expect(throws: JobLost.self) { try await old.perform(through: .connect) }
                try await new.release()
                try await expectUndisturbed(id, store, platform, database)
            }
        }
    }

    private func expectUndisturbed(
        _ id: Job.ID, _ store: Store, _ platform: Platform, _ database: CustomerDatabase
    ) async throws {
        #expect(try await platform.work(on: id).state == .succeeded)
        #expect(try await platform.look(at: store).isActive)
        #expect(try await database.rowCounts() == UndisturbedStore.shared.rowCounts())
    }
}

extension CustomerDatabase {
    /// Makes the server do something in the transaction that makes a table.
    fileprivate func whenMade(_ table: String, do action: String) async throws {
        try await administer { connection in
            try await connection.script(
                """
                create schema interruption;
                grant usage on schema interruption to public;
                create function interruption.act() returns event_trigger language plpgsql as $act$
                begin
                    if exists (select from pg_event_trigger_ddl_commands()
                               where object_identity = 'public.\(table)' and command_tag = 'CREATE TABLE') then
                        \(action)
                    end if;
                end $act$;
                create event trigger interrupt on ddl_command_end execute function interruption.act();
                """)
        }
    }

    fileprivate func isSleeping() async throws -> Bool {
        try await administer { connection in
            try await connection.first(
                """
                select exists (select from pg_stat_activity
                               where datname = current_database() and wait_event = 'PgSleep')
                """, as: Bool.self) ?? false
        }
    }
}
