import Domain
import Foundation
import Postgres
import Secrets
import Tenancy
import Testing

@testable import Accounts

@Suite("Logging in at a store whose database is against us", .serialized, .timeLimit(.minutes(5)))
struct HostileTenantTests {
    private func expectUnavailable(after script: String, within limit: Duration = .seconds(10)) async throws {
        try await withForeignStore { store in
            let hash = try await store.hasher.hash(Password("staff-password")).phc.exposed
            try await store.hire("right@x.io", hash: hash)
            _ = try await store.login("right@x.io", "staff-password")
            try await store.run(script)
            let start = ContinuousClock.now
            await #expect(throws: TenantUnavailable.unreachable) {
                try await store.login("right@x.io", "staff-password")
            }
            #expect(start.duration(to: .now) < limit)
        }
    }

    @Test(
        "is unavailable, whatever it says",
        arguments: [
            "alter table users rename to people", "drop schema public cascade",
            "alter table users drop column gen cascade",
            "drop index users_email; insert into users (email) values ('RIGHT@x.io')",
            "alter table users rename to people; create view users as select 'x' as id, * from (select email, "
                + "password_hash, status, is_owner, gen, display_name, first_name, last_name from people) p",
            "alter table users rename to people; create view users as select id, email, password_hash, status, "
                + "1 as is_owner, gen, display_name, first_name, last_name from people",
            "alter table users rename to people; create view users as select id, email, password_hash, status, "
                + "is_owner, '-1'::text as gen, display_name, first_name, last_name from people",
            "alter table users rename to people; create view users as select id, email, password_hash, status, "
                + "is_owner, 1e300 as gen, display_name, first_name, last_name from people",
            "alter table users rename to people; create view users as select id, (1 / 0)::text as email, "
                + "password_hash, status, is_owner, gen, display_name, first_name, last_name from people",
        ])
    func nonsense(script: String) async throws {
        try await expectUnavailable(after: script)
    }

    @Test("is unavailable within five seconds when it takes for ever")
    func slow() async throws {
        try await expectUnavailable(
            after: """
                alter table users rename to people;
                create view users as select people.* from people, pg_sleep(60)
                """, within: .milliseconds(5_800))
    }

    @Test("is unavailable when we may not read it, and when it is not there")
    func forbidden() async throws {
        try await withForeignStore { store in
            try await store.hire("right@x.io", hash: nil)
            let role = "role_" + store.tenant.database
            try await store.run("create role \(role) login password '\(store.tenant.password ?? "")'")
            let address = DatabaseAddress(
                host: store.tenant.host, port: store.tenant.port, user: role, password: store.tenant.password,
                database: store.tenant.database)
            let sealed = try store.vault.seal(address, store: store.id, version: 2)
            try await store.master.session.execute(
                """
                update store_databases set sealed_credentials = \(sealed), credential_version = 2
                where store_id = \(store.id)
                """)
            await #expect(throws: TenantUnavailable.unreachable) { try await store.login("right@x.io", "x") }
            await #expect(throws: TenantUnavailable.unreachable) { try await store.login(ForeignStore.ownerEmail, "x") }
            try await store.master.session.execute(
                "update stores set status = 'suspended', suspended_from = 'active' where id = \(store.id)")
            await #expect(throws: TenantUnavailable.notActive) { try await store.login("right@x.io", "x") }
        }
    }

    @Test("costs others nothing: twenty log-ins at a deaf store do not hold up one at another")
    func neighbours() async throws {
        try await withForeignStore { deaf in
            try await deaf.run(
                """
                alter table users rename to people;
                create view users as select people.* from people, pg_sleep(60)
                """)
            try await withForeignStore { store in
                let hash = try await store.hasher.hash(Password("staff-password")).phc.exposed
                try await store.hire("right@x.io", hash: hash)
                try await withThrowingTaskGroup { group in
                    for _ in 0..<20 {
                        group.addTask {
                            let start = ContinuousClock.now
                            await #expect(throws: TenantUnavailable.unreachable) {
                                try await deaf.login(ForeignStore.ownerEmail, "x")
                            }
                            #expect(start.duration(to: .now) < .seconds(8))
                        }
                    }
                    let start = ContinuousClock.now
                    for _ in 1...5 { _ = try await store.login("right@x.io", "staff-password") }
                    #expect(start.duration(to: .now) < .seconds(4.5))  // in the line of the deaf it would be 5 s each
                    try await group.waitForAll()
                }
            }
        }
    }
}
