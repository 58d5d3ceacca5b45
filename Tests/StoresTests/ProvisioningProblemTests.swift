import Domain
import Jobs
import Postgres
import Tenancy
import Testing

@testable import Stores

@Suite("A database that cannot be given to a store", .serialized, .timeLimit(.minutes(5)))
struct ProvisioningProblemTests {
    /// Connects a store to a database that was prepared for trouble, and makes one attempt.
    private func expect(
        _ problem: ProvisioningProblem, _ state: JobState, confirmNonEmpty: Bool = false, leaves rows: Bool = false,
        preparing prepare: (CustomerDatabase) async throws -> Void = { _ in },
        target change: (inout DatabaseAddress) -> Void = { _ in }
    ) async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                try await prepare(database)
                let store = try await platform.makeStore()
                let target = database.target(change)
                let id = try await platform.connect(store, to: target, confirmNonEmpty: confirmNonEmpty)
                let job = try await platform.work(on: id)
                #expect(job.state == state)
                #expect(job.error?.code == problem.code)
                #expect(job.error?.message == problem.message)
                #expect(job.error?.hint == problem.hint)
                #expect(job.shownError == job.error)
                let found = try await platform.look(at: store)
                #expect(found.status == (state == .retrying ? .provisioning : .failed))
                let steps = try await JobQueries.steps(of: id, on: platform.master.session)
                #expect(steps.contains { $0.status == .failed && $0.detail == problem.message })
                if !rows { #expect(try await database.rowCounts()["_tenantry.owner"] == nil) }
            }
        }
    }

    @Test("because its password is refused waits for the owner")
    func password() async throws {
        try await expect(.passwordRefused, .actionRequired, target: { $0.password = "wrong" })
        try await expect(.passwordRefused, .actionRequired, target: { $0.password = nil })
        try await expect(.passwordRefused, .actionRequired, target: { $0.user = "nobody'; drop" })
    }

    @Test("because there is none of that name waits for the owner")
    func missing() async throws {
        try await expect(.databaseMissing, .actionRequired, target: { $0.database = "nowhere" })
    }

    @Test("because it has tables already waits for the owner, and is left as it was")
    func notEmpty() async throws {
        let kinds = [
            "create table mine (id int)", "create view mine as select 1 as one",
            "create materialized view mine as select 1 as one", "create table mine (id int) partition by range (id)",
        ]
        for statement in kinds {
            try await expect(.notEmpty, .actionRequired) { database in
                try await database.asOwner { try await $0.script(statement) }
            }
        }
    }

    @Test("because its tables have the names of the shop's waits for the owner, even when they confirmed")
    func collision() async throws {
        try await expect(.nameCollision, .actionRequired, confirmNonEmpty: true, leaves: true) { database in
            try await database.asOwner { try await $0.script("create table orders (id int)") }
        }
    }

    @Test("because it is read-only waits for the owner")
    func readOnly() async throws {
        try await expect(.readOnly, .actionRequired) { database in
            try await database.execute(
                "alter database \(identifier: database.address.database) set default_transaction_read_only = on")
        }
    }

    @Test("because its user may not create tables waits for the owner")
    func privilege() async throws {
        try await expect(.privilegeMissing, .actionRequired) { database in
            try await database.execute("alter database \(identifier: database.address.database) owner to current_user")
        }
        try await expect(.privilegeMissing, .actionRequired) { database in
            let user = database.address.user
            try await database.execute("alter database \(identifier: database.address.database) owner to current_user")
            try await database.execute("grant create on schema public to \(identifier: user)")
        }
        try await expect(.privilegeMissing, .actionRequired) { database in
            try await database.execute("alter database \(identifier: database.address.database) owner to current_user")
            try await database.execute(
                "revoke connect on database \(identifier: database.address.database) from public")
        }
    }

    @Test("because all its connections are taken is tried again by itself")
    func connections() async throws {
        try await expect(.noFreeConnections, .retrying) { database in
            try await database.execute("alter database \(identifier: database.address.database) connection limit 0")
        }
        try await expect(.noFreeConnections, .retrying) { database in
            try await database.execute("alter role \(identifier: database.address.user) connection limit 0")
        }
    }

    @Test("because nobody answers is tried again by itself")
    func unreachable() async throws {
        try await expect(.unreachable, .retrying, target: { $0.port = 1_025 })
        try await expect(.unknownHost, .retrying, target: { $0.host = "no-such-host.invalid" })
    }

    @Test("because it lacks the encryption that was asked for waits for the owner")
    func encryption() async throws {
        try await expect(.tls, .actionRequired, target: { $0.tls = .require })
    }

    @Test("because it is another store's waits for the owner, whatever way it was reached")
    func otherStores() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let (first, second) = (try await platform.makeStore(), try await platform.makeStore())
                try await platform.work(on: platform.connect(first, to: database.target))
                let before = try await database.rowCounts()
                // 0x7f000001 is another spelling of the same place, which names do not tell.
                let id = try await platform.connect(second, to: database.target { $0.host = "0x7f000001" })
                let job = try await platform.work(on: id)
                #expect(job.state == .actionRequired)
                #expect(job.error?.code == "database_already_used")
                #expect(try await database.rowCounts() == before)
                #expect(try await platform.look(at: first).isActive)
            }
        }
    }

    @Test("because it is another platform's waits for the owner")
    func otherPlatforms() async throws {
        try await withCustomerDatabase { database in
            try await withPlatform { platform in
                let store = try await platform.makeStore()
                try await platform.work(on: platform.connect(store, to: database.target))
            }
            try await withPlatform { platform in
                let store = try await platform.makeStore()
                let job = try await platform.work(on: platform.connect(store, to: database.target))
                #expect(job.state == .actionRequired)
                #expect(job.error?.code == "database_already_used")
            }
        }
    }

    @Test("because it is a control plane's own is told from the inside, however it was reached")
    func controlPlane() async throws {
        try await withPlatform { platform in
            try await withPlatform { other in
                let store = try await platform.makeStore()
                let address = DatabaseAddress(
                    host: other.endpoint.host, port: other.endpoint.port, user: other.endpoint.user,
                    password: other.endpoint.password, database: other.endpoint.database)
                let job = try await platform.work(
                    on: platform.connect(store, to: .database(address), confirmNonEmpty: true))
                #expect(job.state == .actionRequired)
                #expect(job.error?.code == "target_not_allowed")
                let isMarked = try await other.master.session.first(
                    "select to_regclass('_tenantry.owner') is not null", as: Bool.self)
                #expect(isMarked == false)
            }
        }
    }

    @Test("because the platform's rules have become stricter waits for the owner")
    func stricterRules() async throws {
        try await withPlatform(allowsPrivateHosts: false) { platform in
            let store = try await platform.makeStore()
            let unknown = DatabaseAddress(
                host: "no-such-host.invalid", port: 5432, user: "u", password: "p", database: "shop")
            let id = try await platform.connect(store, to: .database(unknown))
            var rebound = unknown
            rebound.host = "10.0.0.1"
            let sealed = try platform.reach.vault.seal(rebound, store: store.id, version: 1)
            try await platform.master.session.execute("update store_databases set sealed_credentials = \(sealed)")
            let job = try await platform.work(on: id)
            #expect(job.state == .actionRequired)
            #expect(job.error?.code == "target_not_allowed")
        }
    }
}
