import Domain
import Logging
import Postgres
import Secrets
import ServiceLifecycle
import TestSupport
import Testing

@testable import Tenancy

@Suite("Sessions on the databases of stores", .serialized, .timeLimit(.minutes(5)))
struct TenantDatabasesTests {
    @Test("of fifty requests for a store nobody asked for yet, one opens its pool")
    func singleFlight() async throws {
        try await withTenant { tenant in
            let processes = try await withThrowingTaskGroup(of: Int32.self) { group in
                for _ in 1...50 { group.addTask { try await tenant.backend() } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(tenant.resolving.questions == [tenant.host])
            #expect(1...4 ~= processes.count)
            #expect(try await tenant.connections() <= 4)
        }
    }

    @Test("closes what nobody uses, and opens it again when somebody does")
    func idle() async throws {
        var limits = TenantDatabases.Limits()
        limits.idle = .milliseconds(200)
        try await withTenant(limits) { tenant in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await tenant.databases.run() }
                _ = try await tenant.backend()
                #expect(try await tenant.connections() == 1)
                try await eventually { try await tenant.connections() == 0 }
                _ = try await tenant.backend()
                #expect(tenant.resolving.questions.count == 2)
                group.cancelAll()
            }
        }
    }

    @Test("a new version of the credentials makes a new pool, and the old one is closed")
    func credentials() async throws {
        try await withTenant { tenant in
            let before = try await tenant.backend()
            try await tenant.store.save(tenant.address, version: 2)
            tenant.router.forget(tenant.store.id)
            #expect(try await tenant.backend() != before)
            #expect(tenant.resolving.questions.count == 2)
            try await eventually { try await tenant.connections() == 1 }
        }
    }

    @Test("a store whose database is gone is unavailable; the others are served")
    func dropped() async throws {
        try await withTenant { tenant in
            let gone = try await makeDatabase()
            let other = try await tenant.another(at: DatabaseAddress(gone, host: tenant.host))
            _ = try await other.backend()
            try await tenant.store.master.session.execute(
                "drop database \(identifier: gone.database) with (force)")
            await #expect(throws: TenantUnavailable.unreachable) { try await other.backend() }
            await #expect(throws: TenantUnavailable.unreachable) { try await other.backend() }
            _ = try await tenant.backend()
        }
    }

    @Test("a store that is not open is not served, however well its database does")
    func notActive() async throws {
        try await withTenant { tenant in
            _ = try await tenant.backend()
            try await tenant.store.move(to: .suspended)
            tenant.router.forget(tenant.store.id)
            await #expect(throws: TenantUnavailable.notActive) { try await tenant.backend() }
        }
    }

    @Test("whatever keeps a database from being dialled, the visitor hears that it is unavailable")
    func undialled() async throws {
        try await withTenant(resolving: Resolving(["127.0.0.1"]), allowsPrivateHosts: false) { tenant in
            await #expect(throws: TenantUnavailable.unreachable) { try await tenant.backend() }
        }
        try await withTenant(resolving: Resolving([])) { tenant in
            await #expect(throws: TenantUnavailable.unknownHost) { try await tenant.backend() }
        }
        try await withTenant { tenant in
            try await tenant.store.save(tenant.address, version: 1, sealedFor: .make())
            await #expect(throws: TenantUnavailable.unreachable) { try await tenant.backend() }
        }
    }

    @Test("a database that answers too much, or with something else, is unavailable; the next answer is as good as any")
    func nonsense() async throws {
        try await withTenant { tenant in
            let route = try #require(try await tenant.router.route(to: tenant.store.id))
            await #expect(throws: TenantUnavailable.unreachable) {
                try await tenant.databases.withSession(route) { session in
                    _ = try await session.query("select repeat('x', 10000000)")
                }
            }
            await #expect(throws: TenantUnavailable.unreachable) {
                try await tenant.databases.withSession(route) { session in
                    _ = try await session.first("select 'x'", as: Int.self)
                }
            }
            _ = try await tenant.backend()
        }
    }

    @Test("what is to be done within a time is given up when it takes longer")
    func timeLimit() async throws {
        try await withTenant { tenant in
            let route = try #require(try await tenant.router.route(to: tenant.store.id))
            let start = ContinuousClock.now
            await #expect(throws: TenantUnavailable.unreachable) {
                try await tenant.databases.withSession(route, within: .milliseconds(2_100)) { session in
                    _ = try await session.query("select pg_sleep(30)")
                }
            }
            #expect(start.duration(to: .now) < .seconds(5))
            let one = try await tenant.databases.withSession(route, within: .seconds(5)) { session in
                try await session.first("select 1", as: Int.self)
            }
            #expect(one == 1)
        }
    }

    @Test("a name whose servers never answer does not keep anybody waiting")
    func slowName() async throws {
        var limits = TenantDatabases.Limits()
        limits.lookup = .milliseconds(100)
        try await withTenant(limits, resolving: .never) { tenant in
            let start = ContinuousClock.now
            await withTaskGroup { group in
                for _ in 0..<5 {
                    group.addTask {
                        await #expect(throws: TenantUnavailable.unreachable) { try await tenant.backend() }
                    }
                }
            }
            #expect(start.duration(to: .now) < .seconds(10))
        }
    }

    @Test("errors of the visitor's own code come through as they are")
    func ownErrors() async throws {
        struct Mine: Error {}
        try await withTenant { tenant in
            let route = try #require(try await tenant.router.route(to: tenant.store.id))
            await #expect(throws: Mine.self) { try await tenant.databases.withSession(route) { _ in throw Mine() } }
        }
    }

    @Test("shutting down closes every connection")
    func shutdown() async throws {
        try await withTenant { tenant in
            let group = ServiceGroup(
                configuration: .init(services: [.init(service: tenant.databases)], logger: Logger(label: "test")))
            async let running: Void = group.run()
            for _ in 1...3 { _ = try await tenant.backend() }
            #expect(try await tenant.connections() >= 1)
            await group.triggerGracefulShutdown()
            try await running
            try await eventually { try await tenant.connections() == 0 }
        }
    }
}
