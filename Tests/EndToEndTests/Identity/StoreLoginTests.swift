import Accounts
import Domain
import Foundation
import LocalServers
import Logging
import NIOHTTP1
import Postgres
import Secrets
import TestSupport
import Testing

extension Identity {
    @Suite("Logging in at a store", .serialized)
    struct StoreLoginTests {
        private struct Shop {
            let owner: Platform.Person
            let agency: Platform.Agency
            let hostname: String
            let database: PostgresEndpoint
        }

        private func withShop(_ body: (Platform, Shop) async throws -> Void) async throws {
            try await Platform.with { platform in
                let worker = try await platform.startWorker()
                try await body(platform, try await open(platform))
                await worker.kill()
            }
        }

        private func open(_ platform: Platform) async throws -> Shop {
            let owner = try await platform.signUpPerson()
            let made = try await platform.call(
                .POST, "/api/stores/create", token: owner.access, json: ["name": "Shop \(UUID().uuidString.prefix(6))"])
            let agency = Platform.Agency(
                token: owner.access, storeID: try #require(made.string("id")), slug: try #require(made.string("slug")))
            let database = try await platform.makeTenantDatabase(password: "secret")
            #expect(try await platform.connect(agency, to: platform.connectionString(database)).status == 202)
            try await platform.waitForProvisioning(agency, status: "succeeded")
            return Shop(owner: owner, agency: agency, hostname: "\(agency.slug).localhost", database: database)
        }

        @discardableResult
        private func inTenant<Value>(_ shop: Shop, _ body: (PostgresConnection) async throws -> Value) async throws
            -> Value
        {
            let connection = try await PostgresConnection.connect(to: shop.database, logger: .init(label: "test"))
            defer { connection.close() }
            return try await body(connection)
        }

        /// One of the store's people, with a hash as the store's own software may have left it.
        private func addUser(_ email: String, hash: String?, status: String = "active", in shop: Shop) async throws {
            try await inTenant(shop) {
                try await $0.execute(
                    """
                    insert into users (email, password_hash, status, first_name, last_name)
                    values (\(email), \(hash), \(status), 'Eve', 'Example')
                    """)
            }
        }

        /// bcrypt of “correct horse battery”, made by the database's own pgcrypto-free means: the platform's argon2id.
        private func hash() async throws -> String {
            let password = Password(Platform.Person.password)
            return try await PasswordHasher(threadCount: 1).hash(password).phc.exposed
        }

        @Test("its people get tokens that open the store and nothing else", .timeLimit(.minutes(5)))
        func people() async throws {
            try await withShop { platform, shop in
                try await addUser("eve@example.com", hash: try await hash(), in: shop)
                let eve = try await platform.signIn("Eve@Example.com", hostname: shop.hostname)
                let me = try await platform.me(eve.access)
                #expect(me.status == 200 && me.string("storeId") == shop.agency.storeID, "\(me.text)")
                let byHost = try await platform.login(
                    "eve@example.com", headers: ["Host": "\(shop.hostname):\(platform.port)"])
                #expect(byHost.status == 200, "\(byHost.text)")
                let stores = try await platform.call(.GET, "/api/stores", token: eve.access)
                #expect(stores.status == 401 && stores.code == "wrong_audience", "\(stores.text)")
                let balance = try await platform.call(.GET, "/api/credits/balance", token: eve.access)
                #expect(balance.status == 200 && balance.string("storeId") == shop.agency.storeID, "\(balance.text)")
                // Not at the platform, and not as somebody of another store.
                #expect(try await platform.login("eve@example.com").code == "invalid_credentials")
                let other = try await open(platform)
                let elsewhere = try await platform.login("eve@example.com", hostname: other.hostname)
                #expect(elsewhere.code == "invalid_credentials")
                let foreign = try await platform.call(
                    .GET, "/api/credits/balance?storeId=\(other.agency.storeID)", token: eve.access)
                #expect(foreign.string("storeId") != other.agency.storeID, "\(foreign.text)")

                let renewed = try await platform.refresh(eve.refresh)
                #expect(renewed.status == 200, "\(renewed.text)")
                let access = try #require(renewed.string("accessToken"))
                #expect(try await platform.me(access).status == 200)
                #expect(try await platform.logout(access, scope: "all").status == 204)
                #expect(try await platform.me(access).code == "session_revoked")
                #expect(try await platform.me(eve.access).code == "session_revoked")
                let gone = try await platform.refresh(try #require(renewed.string("refreshToken")))
                #expect(gone.status == 401, "\(gone.text)")
            }
        }

        @Test(
            "the owner logs in with the platform's password, whatever the store's database says",
            .timeLimit(.minutes(5)))
        func owner() async throws {
            try await withShop { platform, shop in
                let owner = try await platform.signIn(shop.owner.email, hostname: shop.hostname)
                #expect(try await platform.me(owner.access).string("storeId") == shop.agency.storeID)
                let planted = try await PasswordHasher(threadCount: 1).hash(Password("planted password")).phc.exposed
                try await inTenant(shop) {
                    try await $0.execute("update users set password_hash = \(planted) where is_owner")
                }
                let thief = try await platform.login(shop.owner.email, "planted password", hostname: shop.hostname)
                #expect(thief.code == "invalid_credentials", "\(thief.text)")
                // A user of the store with the id of a platform account is still only the store's.
                try await inTenant(shop) {
                    try await $0.execute(
                        """
                        insert into users (id, email, password_hash) values
                        (\(shop.owner.id)::uuid, 'double@example.com', \(planted))
                        """)
                }
                let double = try await platform.signIn(
                    "double@example.com", password: "planted password", hostname: shop.hostname)
                #expect(try await platform.call(.GET, "/api/stores", token: double.access).code == "wrong_audience")
                #expect(try await platform.logout(double.access, scope: "all").status == 204)
                #expect(try await platform.me(shop.owner.access).status == 200, "the account of that id is not touched")
            }
        }

        @Test("the same id in two stores is two people", .timeLimit(.minutes(5)))
        func sameSubject() async throws {
            try await withShop { platform, first in
                let (second, id, hash) = (try await open(platform), UUID(), try await hash())
                for shop in [first, second] {
                    try await inTenant(shop) {
                        try await $0.execute(
                            """
                            insert into users (id, email, password_hash) values (\(id), 'twin@example.com', \(hash))
                            """)
                    }
                }
                let here = try await platform.signIn("twin@example.com", hostname: first.hostname)
                let there = try await platform.signIn("twin@example.com", hostname: second.hostname)
                #expect(try await platform.logout(here.access, scope: "all").status == 204)
                #expect(try await platform.me(here.access).code == "session_revoked")
                #expect(try await platform.refresh(here.refresh).status == 401)
                let me = try await platform.me(there.access)
                #expect(me.status == 200 && me.string("storeId") == second.agency.storeID, "\(me.text)")
                #expect(try await platform.refresh(there.refresh).status == 200)
            }
        }

        @Test("who is unknown, wrong, disabled or without a password gets the same bytes", .timeLimit(.minutes(5)))
        func sameAnswer() async throws {
            try await withShop { platform, shop in
                let hash = try await hash()
                try await addUser("known@example.com", hash: hash, in: shop)
                try await addUser("disabled@example.com", hash: hash, status: "disabled", in: shop)
                try await addUser("without@example.com", hash: nil, in: shop)
                let gone = try await platform.signUpPerson()
                let stopped = try await platform.command("users", "deactivate", gone.email)
                #expect(stopped.status == .exited(0))
                func answer(_ email: String, _ password: String, hostname: String?) async throws -> Platform.Answer {
                    try await platform.login(
                        email, password, hostname: hostname, headers: ["X-Request-Id": "always-the-same"])
                }
                let right = Platform.Person.password
                let answers = [
                    try await answer("nobody@example.com", right, hostname: shop.hostname),
                    try await answer("known@example.com", "wrong password", hostname: shop.hostname),
                    try await answer("disabled@example.com", right, hostname: shop.hostname),
                    try await answer("without@example.com", right, hostname: shop.hostname),
                    try await answer("nobody@example.com", right, hostname: nil),
                    try await answer(shop.owner.email, "wrong password", hostname: nil),
                    try await answer(gone.email, right, hostname: nil),
                ]
                for answer in answers {
                    #expect(answer.status == 401 && answer.code == "invalid_credentials", "\(answer.text)")
                    #expect(answer.body == answers[0].body, "\(answer.text)")
                    let names = { (answer: Platform.Answer) in answer.headers.map(\.name).filter { $0 != "date" } }
                    #expect(names(answer) == names(answers[0]))
                }
            }
        }

        @Test("hashes that would exhaust us are no passwords", .timeLimit(.minutes(5)))
        func dearHashes() async throws {
            try await withShop { platform, shop in
                let planted = [
                    "$argon2id$v=19$m=4194304,t=1000,p=1$c29tZXNhbHQ$" + String(repeating: "A", count: 43),
                    "$2b$31$" + String(repeating: "a", count: 53), String(repeating: "x", count: 10_000_000),
                    "not a hash",
                ]
                for (number, hash) in planted.enumerated() {
                    try await addUser("victim\(number)@example.com", hash: hash, in: shop)
                    let start = ContinuousClock.now
                    let answer = try await platform.login("victim\(number)@example.com", hostname: shop.hostname)
                    #expect(answer.code == "invalid_credentials", "\(answer.text)")
                    #expect(ContinuousClock.now - start < .seconds(5))
                }
                for status in ["disabled", "invited"] {
                    try await addUser("\(status)@example.com", hash: try await hash(), status: status, in: shop)
                    #expect(
                        try await platform.login("\(status)@example.com", hostname: shop.hostname).code
                            == "invalid_credentials")
                }
            }
        }

        @Test("a store whose database is gone is unavailable, and it alone", .timeLimit(.minutes(5)))
        func away() async throws {
            try await withShop { platform, shop in
                let other = try await open(platform)
                let administrator = try await TestServers.shared.postgres().url()
                let connection = try await PostgresConnection.connect(
                    to: PostgresEndpoint(parsing: administrator), logger: .init(label: "test"))
                defer { connection.close() }
                try await connection.execute("alter role \(identifier: shop.database.user) nologin")
                try await connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = \(shop.database.database)")
                let answer = try await platform.login("eve@example.com", hostname: shop.hostname)
                #expect(answer.status == 503 && answer.code == "tenant_unavailable", "\(answer.text)")
                #expect(try await platform.login("eve@example.com", hostname: other.hostname).status == 401)
                #expect(try await platform.me(shop.owner.access).status == 200)
            }
        }

        @Test("a suspended store's people are out with their next request", .timeLimit(.minutes(5)))
        func suspended() async throws {
            try await withShop { platform, shop in
                try await addUser("eve@example.com", hash: try await hash(), in: shop)
                let eve = try await platform.signIn("eve@example.com", hostname: shop.hostname)
                #expect(try await platform.me(eve.access).status == 200)
                let path = "/api/stores/\(shop.agency.storeID)"
                let suspended = try await platform.call(.POST, "\(path)/suspend", token: shop.agency.token)
                #expect(suspended.status == 200 && suspended.string("status") == "suspended", "\(suspended.text)")
                #expect(try await platform.me(eve.access).code == "session_revoked")
                try await eventually {
                    try await platform.login("eve@example.com", hostname: shop.hostname).code == "tenant_unavailable"
                }
                let resumed = try await platform.call(.POST, "\(path)/resume", token: shop.agency.token)
                #expect(resumed.status == 200 && resumed.string("status") == "active", "\(resumed.text)")
                #expect(try await platform.me(eve.access).code == "session_revoked", "the dead stay dead")
                try await eventually {
                    try await platform.login("eve@example.com", hostname: shop.hostname).status == 200
                }
            }
        }

        @Test("hostnames come and go, and each leads to its own store", .timeLimit(.minutes(5)))
        func hostnames() async throws {
            try await withShop { platform, shop in
                let path = "/api/stores/\(shop.agency.storeID)/hostnames"
                func record(_ host: String) async throws -> Platform.Answer {
                    try await platform.call(.GET, "/api/store", headers: ["Host": host])
                }
                #expect(try await record("shop.münchen.example").code == "unknown_host")
                let added = try await platform.call(
                    .POST, path, token: shop.agency.token, json: ["hostname": "Shop.München.Example."])
                #expect(
                    added.status == 201 && added.string("hostname") == "shop.xn--mnchen-3ya.example", "\(added.text)")
                try await eventually { try await record("shop.xn--mnchen-3ya.example:8080").status == 200 }
                let stranger = try await open(platform)
                let taken = try await platform.call(
                    .POST, "/api/stores/\(stranger.agency.storeID)/hostnames", token: stranger.agency.token,
                    json: ["hostname": "shop.xn--mnchen-3ya.example"])
                #expect(taken.status == 409 && taken.code == "hostname_taken", "\(taken.text)")
                for bad in ["localhost", "127.0.0.1", "nodots", "\(stranger.agency.slug).localhost", "a b.example", ""]
                {
                    let refused = try await platform.call(
                        .POST, path, token: shop.agency.token, json: ["hostname": bad])
                    #expect(refused.status == 400 || refused.code == "hostname_taken", "\(bad): \(refused.text)")
                }
                let primary = try await platform.call(
                    .POST, "\(path)/shop.xn--mnchen-3ya.example/primary", token: shop.agency.token)
                #expect(primary.string("primaryHostname") == "shop.xn--mnchen-3ya.example", "\(primary.text)")
                let old = "\(path)/\(shop.hostname)"
                #expect(try await platform.call(.DELETE, old, token: shop.agency.token).status == 204)
                #expect(try await platform.call(.DELETE, old, token: shop.agency.token).status == 404)
                try await eventually { try await record(shop.hostname).code == "unknown_host" }
                let list = try await platform.call(.GET, path, token: shop.agency.token)
                #expect((list.json["items"] as? [[String: Any]])?.count == 1, "\(list.text)")
            }
        }
    }
}
