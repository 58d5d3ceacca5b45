import Domain
import Foundation
import Jobs
import Migrations
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Stores

@Suite("Giving a store its database", .serialized, .timeLimit(.minutes(5)))
struct ProvisioningTests {
    @Test("makes an empty database a complete shop, as a user that merely owns it")
    func complete() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let store = try await platform.makeStore()
                let id = try await platform.connect(store, to: database.target)
                let job = try await platform.work(on: id)
                #expect(job.state == .succeeded)
                #expect(job.percent == 100)
                #expect(job.error == nil)
                let steps = try await JobQueries.steps(of: id, on: platform.master.session)
                #expect(steps.count == 6)
                #expect(steps.allSatisfy { $0.status == .succeeded && $0.finishedAt != nil })
                try await expectOpen(store, platform, database)
                try await expectRecord(of: store, platform, database)
                let path = "\(Repository.root)/Tests/Fixtures/tenant_schema_checks.sql"
                let checks = try String(contentsOfFile: path, encoding: .utf8)
                try await database.asOwner { try await $0.script(checks) }
            }
        }
    }

    private func expectOpen(_ store: Store, _ platform: Platform, _ database: CustomerDatabase) async throws {
        let found = try await platform.look(at: store)
        #expect(found.status == .active)
        #expect(found.primaryHostname == "\(store.slug).shops.example")
        #expect(found.schemaVersion == Platform.schema?.head)
        #expect(
            found.database
                == .init(kind: .postgres, host: "127.0.0.1", name: database.address.database, status: .connected))
        let report = try await ProvisioningReports(master: platform.master).report(on: store.id, of: store.ownerID)
        #expect(report.isSettled)
        #expect(report.job.state == .succeeded)
    }

    private func expectRecord(of store: Store, _ platform: Platform, _ database: CustomerDatabase) async throws {
        let reached = TenantDatabases(reach: platform.reach, logger: platform.logger)
        let storefront = Storefront(router: TenantRouter(master: platform.master), tenants: reached)
        let record = try await storefront.record(host: "\(store.slug).SHOPS.example:8080")
        #expect(record.id == store.id)
        #expect(record.name == "a'); drop table users;--")
        #expect(record.slug == store.slug.rawValue)
        #expect(record.status == "active")
        let owner = try await database.asOwner { connection in
            try await connection.first("select owner_name, owner_email::text from store", as: (String, String).self)
        }
        #expect(owner?.0 == #"Miles "M." O'Neil"#)
        #expect(owner?.1.hasPrefix("o'neil-") == true)
        let staff = try await database.asOwner { connection in
            try await connection.first("select count(*) from users where is_owner", as: Int64.self)
        }
        #expect(staff == 1)
    }

    @Test("may be done twice: nothing becomes more, and what the merchant changed stays")
    func twice() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let store = try await platform.makeStore()
                let id = try await platform.connect(store, to: database.target)
                try await platform.work(on: id)
                try await database.asOwner { connection in
                    try await connection.script(
                        "update store set currency = 'EUR'; delete from languages where code = 'ko'; analyze;")
                }
                let before = try await database.rowCounts()
                #expect(before.count > 60)
                try await reopen(store, platform)
                #expect(try await platform.work(on: id).state == .succeeded)
                #expect(try await database.rowCounts() == before)
                let currency = try await database.asOwner { connection in
                    try await connection.first("select currency::text from store", as: String.self)
                }
                #expect(currency == "EUR")
            }
        }
    }

    /// As if the answer of the attempt that succeeded had been lost.
    private func reopen(_ store: Store, _ platform: Platform) async throws {
        try await platform.master.session.execute("update stores set status = 'provisioning' where id = \(store.id)")
        try await platform.master.session.execute(
            "update job_queue set state = 'queued', finished_at = null, run_at = now() where store_id = \(store.id)")
    }

    @Test("a job whose store waits for nothing any more does nothing")
    func nothingToDo() async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore()
            let address = DatabaseAddress(host: "127.0.0.1", port: 5998, user: "u", password: "p", database: "shop")
            let id = try await platform.connect(store, to: .database(address))
            try await platform.master.session.execute(
                "update stores set status = 'suspended', suspended_from = 'pending_database' where id = \(store.id)")
            #expect(try await platform.work(on: id).state == .succeeded)
            #expect(try await platform.look(at: store).status == .suspended)
            #expect(try await platform.look(at: store).database?.status == .pending)
        }
    }

    @Test("beside tables of the customer's own, when they said so")
    func confirmed() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                try await database.asOwner { connection in
                    try await connection.script(
                        """
                        create table mine (id int); insert into mine values (1);
                        alter table mine add constraint odd check (id > 1) not valid;
                        """)
                }
                let store = try await platform.makeStore()
                let id = try await platform.connect(store, to: database.target, confirmNonEmpty: true)
                let job = try await platform.work(on: id)
                #expect(job.state == .succeeded, "\(String(describing: job.error))")
                #expect(try await database.rowCounts()["public.mine"] == 1)
            }
        }
    }

    @Test("what an extension brought does not count as the customer's")
    func extensions() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                try await database.execute("create extension pg_stat_statements schema public")
                let store = try await platform.makeStore()
                let id = try await platform.connect(store, to: database.target)
                #expect(try await platform.work(on: id).state == .succeeded)
            }
        }
    }
}
