import Domain
import Logging
import Secrets
import TestSupport
import Testing

@testable import Postgres
@testable import Tenancy

@Suite("Finding the store that a name stands for", .serialized, .timeLimit(.minutes(5)))
struct TenantRouterTests {
    private let address = DatabaseAddress(host: "db.example", port: 5432, user: "u", password: "p", database: "shop")

    private func store(on master: Database<Master>) async throws -> RegisteredStore {
        try await .make(at: address, sealedBy: CredentialVault(keyring: try .random("k1")), on: master)
    }

    @Test("goes by hostname and by id, and finds nothing under other names")
    func names() async throws {
        try await withMasterDatabase { master in
            let store = try await store(on: master)
            let router = TenantRouter(master: master)
            #expect(try await router.route(toHost: store.hostname)?.store == store.id)
            #expect(try await router.route(to: store.id)?.status == .active)
            #expect(try await router.route(to: store.id)?.address?.version == 1)
            #expect(try await router.route(toHost: "other.example")?.store == nil)
            #expect(try await router.route(to: .make())?.store == nil)
        }
    }

    @Test("hears within a second of what other processes change")
    func changes() async throws {
        try await withMasterDatabase { master in
            let store = try await store(on: master)
            try await withRouter(on: master) { router in
                #expect(try await router.route(toHost: store.hostname)?.status == .active)
                try await store.move(to: .suspended)
                try await eventually(within: .seconds(1)) {
                    try await router.route(toHost: store.hostname)?.status == .suspended
                }
                try await store.save(address, version: 2)
                try await eventually(within: .seconds(1)) {
                    try await router.route(toHost: store.hostname)?.address?.version == 2
                }
                #expect(try await router.route(toHost: "new.example")?.store == nil)
                try await master.session.execute(
                    "insert into store_hostnames (hostname, store_id) values ('new.example', \(store.id))")
                try await eventually(within: .seconds(1)) {
                    try await router.route(toHost: "new.example")?.store == store.id
                }
                try await master.session.execute("delete from store_hostnames where hostname = 'new.example'")
                try await eventually(within: .seconds(1)) {
                    try await router.route(toHost: "new.example")?.store == nil
                }
            }
        }
    }

    @Test("asks again for everything when the connection that changes are told on has broken")
    func brokenConnection() async throws {
        try await withMasterDatabase { master in
            let store = try await store(on: master)
            try await withRouter(on: master) { router in
                #expect(try await router.route(toHost: store.hostname)?.status == .active)
                try await master.transaction { [store] master in
                    _ = try await master.query(
                        """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = current_database() and query ilike 'listen %'
                        """)
                    try await master.execute(
                        "update stores set status = 'suspended', suspended_from = 'active' where id = \(store.id)")
                }
                try await eventually(within: .seconds(3)) {
                    try await router.route(toHost: store.hostname)?.status == .suspended
                }
            }
        }
    }

    @Test("remembers answers for four seconds at most, even if it hears nothing")
    func lifetime() async throws {
        try await withMasterDatabase { master in
            let store = try await store(on: master)
            let router = TenantRouter(master: master)
            #expect(try await router.route(toHost: store.hostname)?.status == .active)
            #expect(try await router.route(toHost: "new.example")?.store == nil)
            let asked = ContinuousClock.now
            try await store.move(to: .suspended)
            try await master.session.execute(
                "insert into store_hostnames (hostname, store_id) values ('new.example', \(store.id))")
            #expect(try await router.route(toHost: store.hostname)?.status == .active)
            #expect(try await router.route(toHost: "new.example")?.store == nil)
            try await eventually {
                let found = try await router.route(toHost: "new.example")
                return try await router.route(toHost: store.hostname)?.status == .suspended && found != nil
            }
            #expect(ContinuousClock.now - asked < .seconds(5))
        }
    }

    @Test("forgets about one store what it knew, and that names led nowhere; the rest it keeps")
    func forgetting() async throws {
        try await withMasterDatabase { master in
            let (store, other) = (try await store(on: master), try await otherStore(on: master))
            let router = TenantRouter(master: master)
            for name in [store.hostname, other.hostname, "new.example"] { _ = try await router.route(toHost: name) }
            try await store.move(to: .suspended)
            try await other.move(to: .suspended)
            try await master.session.execute(
                "insert into store_hostnames (hostname, store_id) values ('new.example', \(store.id))")
            router.forget(store.id)
            #expect(try await router.route(toHost: store.hostname)?.status == .suspended)
            #expect(try await router.route(toHost: "new.example")?.store == store.id)
            #expect(try await router.route(toHost: other.hostname)?.status == .active)
            router.forgetAll()
            #expect(try await router.route(toHost: other.hostname)?.status == .suspended)
        }
    }

    private func otherStore(on master: Database<Master>) async throws -> RegisteredStore {
        var other = address
        other.database = "other"
        return try await .make(at: other, sealedBy: CredentialVault(keyring: try .random("k1")), on: master)
    }

    /// A router that listens to the master database by the time `body` runs.
    private func withRouter(
        on master: Database<Master>, _ body: (TenantRouter) async throws -> Void
    ) async throws {
        let events = MasterEvents(endpoint: master.pool.endpoint, logger: Logger(label: "test"))
        let router = TenantRouter(master: master)
        let own = events.events(on: .store)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await TenantRouteRefresh(router: router, events: events).run() }
            group.addTask { try await events.run() }
            for await event in own where event == .missed { break }
            try await body(router)
            group.cancelAll()
        }
    }
}
