import Foundation
import NIOHTTP1
import LocalServers
import Logging
import Postgres
import TestSupport
import Testing

extension Credits {
    @Suite("that are bought", .timeLimit(.minutes(5)))
    struct PurchaseTests {
        static let manual = ["TENANTRY_ALLOW_MANUAL_PAYMENTS": "true"]

        @Test("are pending until the job is done, credited once, and told to the store's own database")
        func wholeWay() async throws {
            try await Platform.with(Self.manual) { platform in
                let (agency, tenant) = try await platform.signUpWithDatabase()
                let answer = try await platform.purchase(
                    agency, ["packageId": "growth", "paymentMethod": "manual"], key: "p")
                #expect(answer.status == 202, "\(answer.text)")
                #expect(answer.string("transaction", "status") == "pending")
                #expect(answer.string("transaction", "amount") == "500.0000")
                #expect(answer.headers.first(name: "Location") == answer.string("job", "id").map { "/api/jobs/\($0)" })
                let again = try await platform.purchase(
                    agency, ["packageId": "growth", "paymentMethod": "manual"], key: "p")
                #expect(again.text == answer.text)

                let pending = try await platform.transactions(agency)
                #expect(pending.map { $0["status"] as? String } == ["pending"])
                #expect(pending[0]["seq"] is NSNull && pending[0]["balanceAfter"] is NSNull)
                let id = try #require(answer.string("transaction", "id"))
                #expect(pending[0]["id"] as? String == id)

                let worker = try await platform.startWorker()
                let balance = try await platform.waitForBalance(agency, "500.0000")
                #expect(balance.string("lifetimePurchased") == "500.0000")
                let completed = try await platform.transactions(agency)
                #expect(completed.map { $0["status"] as? String } == ["completed"])
                #expect(completed[0]["id"] as? String == id && completed[0]["seq"] as? Int == 1)
                let purchase = try await platform.call(.GET, "/api/credits/purchases/\(id)", token: agency.token)
                #expect(purchase.string("status") == "completed")
                try await platform.waitForCache(tenant, balance: 5_000_000, seq: 1)

                #expect(try await platform.deduct(agency, "ai.image", 2, key: "d").status == 201)
                try await platform.waitForCache(tenant, balance: 4_950_000, seq: 2)
                let seen = try await platform.command("credits", "verify", "--caches")
                #expect(seen.output == "The books are right: 1 stores, 2 transactions, 1 databases of stores.\n")
                let log = try await platform.spendingLog(tenant)
                #expect(log == ["ai.image 2 50000 2"])
                await worker.kill()

                let own = try await PostgresConnection.connect(to: tenant, logger: Logger(label: "test"))
                defer { own.close() }
                try await own.execute("update credit_balance_cache set balance = 1, revision = revision + 1")
                let bent = try await platform.command("credits", "verify", "--caches")
                #expect(bent.status == .exited(1))
                #expect(
                    bent.output.contains("transaction 2: the store's own database says 0.0001, the journal 495.0000"))
            }
        }

        @Test("with a worker killed around every step of the way are credited once", arguments: 0..<4)
        func killedWorkers(seed: Int) async throws {
            try await Platform.with(Self.manual) { platform in
                let agency = try await platform.signUp()
                let blocker = try await PostgresConnection.connect(to: platform.master, logger: Logger(label: "test"))
                defer { blocker.close() }
                let order = ["amount": "12.5000", "paymentMethod": "manual"]
                let victim = try await platform.startWorker("victim")
                // The last transaction of the job waits for this lock: the worker dies within it.
                try await blocker.transaction { lock in
                    try await lock.execute(
                        "select from credit_balances where store_id = \(agency.storeID)::uuid for no key update")
                    for number in 0...seed {
                        let bought = try await platform.purchase(agency, order, key: "k\(number)")
                        #expect(bought.status == 202, "\(bought.text)")
                    }
                    _ = try await eventually(within: .seconds(30)) {
                        try await lock.first(
                            "select count(*) from pg_locks where not granted and pid <> pg_backend_pid()",
                            as: Int64.self) ?? 0
                    } satisfies: {
                        $0 > 0
                    }
                    await victim.kill()
                }
                let heir = try await platform.startWorker("heir")
                let sum = String(format: "%.4f", 12.5 * Double(seed + 1))
                try await platform.waitForBalance(agency, sum)
                #expect(try await platform.transactions(agency).count == seed + 1)
                let verified = try await platform.command("credits", "verify")
                #expect(verified.status == .exited(0), "\(verified.output)")
                await heir.kill()
            }
        }

        @Test("can be paid by hand where that is allowed, and by operators everywhere")
        func byHand() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let keeper = try await platform.operatorToken()
                let order = ["amount": "1.0000", "paymentMethod": "manual"]
                let refused = try await platform.purchase(agency, order, key: "a")
                #expect(refused.status == 402 && refused.code == "payment_failed", "\(refused.text)")
                let stripe = try await platform.purchase(
                    agency, ["amount": "1.0000", "paymentMethod": "stripe"], key: "b")
                #expect(stripe.status == 503 && stripe.code == "unavailable", "\(stripe.text)")
                let store = Platform.Agency(token: keeper, storeID: agency.storeID, slug: agency.slug)
                let bought = try await platform.purchase(store, order, key: "a")
                #expect(bought.status == 202, "\(bought.text)")
                let worker = try await platform.startWorker()
                try await platform.waitForBalance(agency, "1.0000")
                await worker.kill()
            }
        }

        @Test("are refused when the request makes no sense or the store is somebody else's; the client sets no price")
        func badInput() async throws {
            try await Platform.with(Self.manual) { platform in
                let agency = try await platform.signUp()
                let stranger = try await platform.signUp()
                let orders: [[String: Any]] = [
                    ["paymentMethod": "manual"], ["packageId": "growth"],
                    ["packageId": "growth", "amount": "5.0000", "paymentMethod": "manual"],
                    ["packageId": "no-such", "paymentMethod": "manual"],
                    ["amount": "0.9999", "paymentMethod": "manual"],
                    ["amount": "1000000.0001", "paymentMethod": "manual"], ["amount": "-5", "paymentMethod": "manual"],
                    ["amount": 5, "paymentMethod": "manual"], ["amount": "5.0000", "paymentMethod": "cash"],
                    ["amount": "1e3", "paymentMethod": "manual"],
                ]
                for order in orders {
                    let answer = try await platform.purchase(agency, order, key: UUID().uuidString)
                    #expect(answer.status == 400 && answer.code == "invalid_request", "\(order) \(answer.text)")
                }
                let foreign = Platform.Agency(token: stranger.token, storeID: agency.storeID, slug: agency.slug)
                let order: [String: Any] = ["packageId": "starter", "paymentMethod": "manual", "price": 1]
                #expect(try await platform.purchase(foreign, order, key: "x").status == 404)
                let bought = try await platform.purchase(agency, order, key: "x")
                let id = try #require(bought.string("purchase", "id"))
                #expect(
                    bought.json["purchase"].flatMap { ($0 as? [String: Any])?["price"] as? [String: Any] }?[
                        "amountMinor"] as? Int == 1_000)
                let seen = try await platform.call(.GET, "/api/credits/purchases/\(id)", token: stranger.token)
                #expect(seen.status == 404)
                let packages = try await platform.call(.GET, "/api/credits/packages", token: agency.token)
                #expect((packages.json["items"] as? [[String: Any]])?.count == 4)
            }
        }

        @Test("stand in the list between the lines of the journal, on pages that fit together")
        func pages() async throws {
            try await Platform.with(Self.manual) { platform in
                let agency = try await platform.signUp()
                let keeper = try await platform.operatorToken()
                for number in 0..<5 {
                    #expect(try await platform.adjust(agency, by: "1.0000", token: keeper).status == 201)
                    for part in 0..<(number % 3) {
                        let bought = try await platform.purchase(
                            agency, ["amount": "2.0000", "paymentMethod": "manual"], key: "\(number)-\(part)")
                        #expect(bought.status == 202)
                    }
                }
                let all = try await platform.transactions(agency).compactMap { $0["id"] as? String }
                #expect(all.count == 9 && Set(all).count == 9)
                var seen: [String] = []
                var cursor = ""
                repeat {
                    let page = try await platform.call(
                        .GET, "/api/credits/transactions?storeId=\(agency.storeID)&limit=2\(cursor)",
                        token: agency.token)
                    seen += (page.json["items"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
                    cursor = page.string("nextCursor").map { "&cursor=\($0)" } ?? ""
                } while !cursor.isEmpty
                #expect(seen == all)
                #expect(try await platform.transactions(agency, "status=pending").count == 4)
                #expect(try await platform.transactions(agency, "status=completed").count == 5)
                #expect(try await platform.transactions(agency, "type=purchase").count == 4)
                #expect(try await platform.transactions(agency, "to=2020-01-01T00:00:00.000Z").isEmpty)
            }
        }
    }
}
