import Foundation
import NIOHTTP1
import Postgres
import TestSupport
import Testing

extension Usage {
    @Suite("within the limits of plans", .timeLimit(.minutes(5)))
    struct PlanTests {
        private func put(
            _ plan: String, _ agency: Platform.Agency, _ token: String, _ platform: Platform, extra: [String: Any] = [:]
        ) async throws -> Platform.Answer {
            try await platform.call(
                .PUT, "/api/admin/stores/\(agency.storeID)/subscription", token: token,
                json: ["plan": plan].merging(extra) { $1 })
        }

        private func subscription(
            _ agency: Platform.Agency, _ platform: Platform
        ) async throws -> Platform.Answer {
            try await platform.call(.GET, "/api/stores/\(agency.storeID)/subscription", token: agency.token)
        }

        private func createStore(_ agency: Platform.Agency, _ platform: Platform) async throws -> Platform.Answer {
            try await platform.call(.POST, "/api/stores/create", token: agency.token, json: ["name": "Another"])
        }

        @Test("plans are shown to whoever is signed in")
        func list() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let answer = try await platform.call(.GET, "/api/plans", token: agency.token)
                let plans = try #require(answer.json["items"] as? [[String: Any]])
                #expect(plans.compactMap { $0["id"] as? String } == ["free", "starter", "professional", "enterprise"])
                let limits = try #require(plans.last?["limits"] as? [String: Any])
                #expect(limits["dailyJobs"] is NSNull && (limits["maxStores"] as? Int ?? 0) > 0)
                #expect(try await platform.call(.GET, "/api/plans").status == 401)
            }
        }

        @Test("an operator puts a store on a plan and takes it off again, and each holds with the next request")
        func storeLimit() async throws {
            try await Platform.with(["TENANTRY_MAX_STORES_PER_USER": "3"]) { platform in
                let agency = try await platform.signUp()
                let keeper = try await platform.operatorToken()
                let none = try await subscription(agency, platform)
                #expect(none.status == 200 && none.json["plan"] is NSNull && none.json["status"] is NSNull)
                #expect((none.json["limits"] as? [String: Any])?["maxStores"] as? Int == 3)

                #expect(try await put("free", agency, keeper, platform).status == 200)
                #expect(try await createStore(agency, platform).status == 201)
                let full = try await createStore(agency, platform)
                #expect(full.status == 403 && full.code == "store_limit_reached", "\(full.text)")

                let end = "2126-03-01T08:00:00.000Z"
                let changed = try await put(
                    "starter", agency, keeper, platform, extra: ["status": "trialing", "currentPeriodEnd": end])
                #expect(changed.string("plan") == "starter" && changed.string("status") == "trialing")
                #expect(changed.string("currentPeriodEnd") == end)
                #expect(try await subscription(agency, platform).text == changed.text)
                for _ in 3...5 { #expect(try await createStore(agency, platform).status == 201) }
                #expect(try await createStore(agency, platform).status == 403)

                let path = "/api/admin/stores/\(agency.storeID)/subscription"
                for _ in 1...2 {
                    #expect(try await platform.call(.DELETE, path, token: keeper).status == 204)
                }
                #expect(try await subscription(agency, platform).json["plan"] is NSNull)
                let history = try await platform.inMaster { master in
                    try await master.all("select plan || ' ' || status from subscriptions order by 1", as: String.self)
                }
                #expect(history == ["free canceled", "starter canceled"])
                let audit = try await platform.call(.GET, "/api/admin/audit?action=subscription.", token: keeper)
                let acts = (audit.json["items"] as? [[String: Any]])?.compactMap { $0["action"] as? String }
                #expect(acts == ["subscription.ended", "subscription.started", "subscription.started"])
            }
        }

        @Test("jobs past the day's number are refused until midnight, and had when the plan allows more")
        func jobLimit() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let keeper = try await platform.operatorToken()
                #expect(try await put("free", agency, keeper, platform).status == 200)
                try await platform.inMaster { master in
                    try await master.execute("update plans set daily_jobs = 0 where id = 'free'")
                }
                let database = platform.connectionString(try await platform.makeTenantDatabase(password: "p"))
                let refused = try await platform.call(
                    .POST, "/api/stores/\(agency.storeID)/connect-database", token: agency.token,
                    json: ["connectionString": database], headers: ["Idempotency-Key": "k"])
                #expect(refused.status == 429 && refused.code == "job_limit_reached", "\(refused.text)")
                let wait = try #require(refused.headers.first(name: "Retry-After").flatMap { Int($0) })
                #expect(1...86_400 ~= wait)
                #expect(try await platform.provisioning(agency).status == 404)

                #expect(try await put("starter", agency, keeper, platform).status == 200)
                let promised = try await platform.call(
                    .POST, "/api/stores/\(agency.storeID)/connect-database", token: agency.token,
                    json: ["connectionString": database], headers: ["Idempotency-Key": "k"])
                #expect(promised.status == 202, "\(promised.text)")
                let usage = try await platform.call(
                    .GET, "/api/stores/\(agency.storeID)/usage", token: agency.token)
                let jobs = (usage.json["items"] as? [[String: Any]])?.first {
                    $0["metric"] as? String == "jobs.started"
                }
                #expect(jobs?["value"] as? Int == 1, "\(usage.text)")
            }
        }

        @Test("are nobody's business but the owner's and the operators', and take no nonsense")
        func refusals() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let stranger = try await platform.signUp()
                let keeper = try await platform.operatorToken()
                let mine = "/api/stores/\(agency.storeID)/subscription"
                let admin = "/api/admin/stores/\(agency.storeID)/subscription"
                #expect(try await platform.call(.GET, mine, token: stranger.token).status == 404)
                #expect(try await put("enterprise", agency, agency.token, platform).status == 404)
                #expect(try await platform.call(.DELETE, admin, token: agency.token).status == 404)

                let wrong: [[String: Any]] = [
                    [:], ["plan": "golden"], ["plan": 1], ["plan": "free", "status": "canceled"],
                    ["plan": "free", "currentPeriodEnd": "tomorrow"], ["plan": "fr\u{0}ee"],
                    ["plan": "free", "currentPeriodEnd": "2020-01-01T00:00:00Z"],
                ]
                for body in wrong {
                    let answer = try await platform.call(.PUT, admin, token: keeper, json: body)
                    #expect(answer.status == 400 && answer.code == "invalid_request", "\(body) \(answer.text)")
                }
                let nowhere = "/api/admin/stores/\(UUID().uuidString)/subscription"
                #expect(try await platform.call(.PUT, nowhere, token: keeper, json: ["plan": "free"]).status == 404)
                #expect(try await platform.call(.DELETE, nowhere, token: keeper).status == 404)
                #expect(try await subscription(agency, platform).json["plan"] is NSNull)
            }
        }
    }
}
