import Domain
import Postgres
import Requests
import Tenancy
import TestSupport
import Testing

@testable import Stores

@Suite("Hostnames of stores", .serialized, .timeLimit(.minutes(5)))
struct StoreHostnamesTests {
    private func hostnames(_ platform: Platform) -> StoreHostnames {
        StoreHostnames(master: platform.master, platformHostname: "Shops.Example:8080")
    }

    private func caller(_ store: Store) -> Caller {
        Caller(store.ownerID, address: "192.0.2.7", requestID: "req-1")
    }

    private func audit(_ store: Store, _ platform: Platform) async throws -> [String] {
        try await platform.master.session.all(
            """
            select action || ' ' || subject from audit_log
            where store_id = \(store.id) and actor_id = \(store.ownerID) and request_id = 'req-1'
              and ip = '192.0.2.7' order by id
            """, as: String.self)
    }

    @Test("are added, made primary and taken away, each change on record")
    func life() async throws {
        try await withPlatform { platform in
            let hostnames = hostnames(platform)
            let store = try await platform.makeStore()
            let first = try await hostnames.add("Shop.München.example.:443", to: store.id, by: caller(store))
            #expect(first.hostname.rawValue == "shop.xn--mnchen-3ya.example")
            #expect(first.isPrimary)
            let second = try await hostnames.add("www.shop.example", to: store.id, by: caller(store))
            #expect(!second.isPrimary)
            let own = try await hostnames.add("\(store.slug).shops.example", to: store.id, by: caller(store))
            #expect(try await hostnames.list(of: store.id, owner: store.ownerID) == [first, second, own])
            #expect(try await platform.look(at: store).primaryHostname == first.hostname.rawValue)

            await #expect(throws: StoreError.hostnameIsPrimary) {
                try await hostnames.remove("shop.münchen.example", from: store.id, by: caller(store))
            }
            #expect(try await hostnames.makePrimary("WWW.shop.example", of: store.id, by: caller(store)).isPrimary)
            #expect(try await hostnames.makePrimary("www.shop.example", of: store.id, by: caller(store)).isPrimary)
            #expect(try await platform.look(at: store).primaryHostname == "www.shop.example")
            try await hostnames.remove("shop.münchen.example", from: store.id, by: caller(store))
            let left = try await hostnames.list(of: store.id, owner: store.ownerID).map(\.hostname.rawValue)
            #expect(left == ["www.shop.example", own.hostname.rawValue])
            #expect(
                try await audit(store, platform) == [
                    "hostname.added shop.xn--mnchen-3ya.example", "hostname.added www.shop.example",
                    "hostname.added \(store.slug).shops.example", "hostname.primary_changed www.shop.example",
                    "hostname.removed shop.xn--mnchen-3ya.example",
                ])
        }
    }

    @Test(
        "that no store may have are refused, by field",
        arguments: [
            "", "shop", "localhost", "192.0.2.1", "192.0.2.1:80", "[::1]", "::1", "1.2.3", "shop.0x7f", "a b.example",
            "https://shop.example", "shop.example/x", "user@shop.example", "-a.example", "a..example",
            "shops.example", "SHOPS.example.", "example", "other.shops.example", "a.b.shops.example",
            String(repeating: "a.", count: 124) + "example",
        ])
    func refused(text: String) async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore()
            let error = await #expect(throws: InvalidInput.self) {
                try await hostnames(platform).add(text, to: store.id, by: caller(store))
            }
            #expect(error?.fields.map(\.field) == ["hostname"])
            #expect(error?.explanation.code == "invalid_request")
            #expect(try await audit(store, platform).isEmpty)
        }
    }

    @Test("may not stand above the platform's own")
    func above() throws {
        let policy = HostnamePolicy(platformHostname: "app.shops.example")
        let slug = try Slug(parsing: "shoes")
        #expect(throws: InvalidInput.self) { try policy.hostname("shops.example", for: slug) }
        #expect(try policy.hostname("my.shops.example", for: slug).rawValue == "my.shops.example")
        #expect(try policy.hostname("shoes.app.shops.example", for: slug).rawValue == "shoes.app.shops.example")
        let local = HostnamePolicy(platformHostname: "localhost")
        #expect(try local.hostname("shoes.localhost", for: slug).rawValue == "shoes.localhost")
        #expect(throws: InvalidInput.self) { try local.hostname("boots.localhost", for: slug) }
    }

    @Test("of a stranger's store do not exist, before anything else is judged")
    func strangers() async throws {
        try await withPlatform { platform in
            let hostnames = hostnames(platform)
            let store = try await platform.makeStore()
            let own = try await hostnames.add("shop.example", to: store.id, by: caller(store))
            let stranger = Caller(try await platform.makeOwner())
            for id in [store.id, .make()] {
                for text in ["shop.example", "free.example", "not a name"] {
                    await #expect(throws: StoreError.notFound) { try await hostnames.add(text, to: id, by: stranger) }
                    await #expect(throws: StoreError.notFound) {
                        try await hostnames.remove(text, from: id, by: stranger)
                    }
                    await #expect(throws: StoreError.notFound) {
                        try await hostnames.makePrimary(text, of: id, by: stranger)
                    }
                }
                await #expect(throws: StoreError.notFound) {
                    try await hostnames.list(of: id, owner: stranger.account)
                }
            }
            #expect(try await hostnames.list(of: store.id, owner: store.ownerID) == [own])
            for text in ["other.example", "not a name"] {
                await #expect(throws: StoreError.hostnameNotFound) {
                    try await hostnames.remove(text, from: store.id, by: caller(store))
                }
                await #expect(throws: StoreError.hostnameNotFound) {
                    try await hostnames.makePrimary(text, of: store.id, by: caller(store))
                }
            }
        }
    }

    @Test("are had by one store each: of many who want one at once, one gets it, and only that store can take it away")
    func taken() async throws {
        try await withPlatform { platform in
            let hostnames = hostnames(platform)
            let stores = try await withThrowingTaskGroup { group in
                for _ in 0..<8 { group.addTask { try await platform.makeStore() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let winners = try await withThrowingTaskGroup { group in
                for store in stores {
                    group.addTask {
                        do {
                            _ = try await hostnames.add("shop.example", to: store.id, by: caller(store))
                            return 1
                        } catch StoreError.hostnameTaken { return 0 }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(winners == 1)
            for store in stores {
                await #expect(throws: StoreError.hostnameTaken) {
                    try await hostnames.add("SHOP.example", to: store.id, by: caller(store))
                }
                let rows = try await hostnames.list(of: store.id, owner: store.ownerID)
                if rows.isEmpty {
                    await #expect(throws: StoreError.hostnameNotFound) {
                        try await hostnames.remove("shop.example", from: store.id, by: caller(store))
                    }
                }
            }
        }
    }

    @Test("are twenty at most, however many are asked for at once, and one of them is primary")
    func limit() async throws {
        try await withPlatform { platform in
            let hostnames = hostnames(platform)
            let store = try await platform.makeStore()
            let added = try await withThrowingTaskGroup { group in
                for number in 0..<30 {
                    group.addTask {
                        do {
                            _ = try await hostnames.add("shop\(number).example", to: store.id, by: caller(store))
                            return 1
                        } catch StoreError.hostnameLimitReached(20) { return 0 }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(added == 20)
            let rows = try await hostnames.list(of: store.id, owner: store.ownerID)
            #expect(rows.count == 20)
            #expect(rows.count(where: \.isPrimary) == 1)
        }
    }

    @Test("lead there within a second in other processes, also when they led nowhere just before")
    func announced() async throws {
        try await withPlatform { platform in
            let hostnames = hostnames(platform)
            let store = try await platform.makeStore()
            let router = TenantRouter(master: platform.master)
            let events = MasterEvents(endpoint: platform.endpoint, logger: platform.logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await events.run() }
                group.addTask { try await TenantRouteRefresh(router: router, events: events).run() }
                for name in ["one.example", "two.example"] {
                    #expect(try await router.route(toHost: name)?.store == nil)
                    _ = try await hostnames.add(name, to: store.id, by: caller(store))
                    try await eventually(within: .seconds(3)) {
                        try await router.route(toHost: name)?.store == store.id
                    }
                }
                try await hostnames.remove("two.example", from: store.id, by: caller(store))
                try await eventually(within: .seconds(3)) {
                    try await router.route(toHost: "two.example")?.store == nil
                }
                group.cancelAll()
            }
        }
    }
}
