import Foundation
import LocalServers
import NIOHTTP1
import Postgres
import TestSupport
import Testing

/// Usage and plans, as agencies and operators meet them.
@Suite("Usage")
enum Usage {
    @Suite("as its owner sees it", .timeLimit(.minutes(5)))
    struct UsageTests {
        /// Values of the whole time by metric.
        private func usage(_ agency: Platform.Agency, _ platform: Platform) async throws -> [String: Int] {
            let answer = try await platform.call(
                .GET, "/api/stores/\(agency.storeID)/usage", token: agency.token)
            try #require(answer.status == 200, "\(answer.text)")
            let items = try #require(answer.json["items"] as? [[String: Any]])
            return items.reduce(into: [:]) { sums, item in
                guard let metric = item["metric"] as? String, let value = item["value"] as? Int else { return }
                sums[metric, default: 0] += value
            }
        }

        @Test("every request for a store is counted within seconds, what strangers ask for is not")
        func counted() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let stranger = try await platform.signUp()
                for _ in 1...20 {
                    let shown = try await platform.call(.GET, "/api/stores/\(agency.storeID)", token: agency.token)
                    #expect(shown.status == 200)
                    let hidden = try await platform.call(.GET, "/api/stores/\(agency.storeID)", token: stranger.token)
                    #expect(hidden.status == 404)
                }
                let worker = try await platform.startWorker()
                var looks = 0
                let counted = try await eventually(within: .seconds(60)) {
                    looks += 1
                    return try await usage(agency, platform)
                } satisfies: {
                    $0["api.requests", default: 0] >= 20
                }
                // Looking is using: each look may have been counted as well, but nothing of the stranger's.
                #expect(counted["api.requests", default: 0] <= 20 + looks)
                #expect(counted["api.milliseconds", default: 0] > 0 && counted["api.errors"] == nil)
                let strange = try await platform.inMaster { master in
                    try await master.first(
                        """
                        select count(*) from api_usage_logs l join stores s on s.id = l.store_id
                        where l.user_id <> s.owner_id and l.status = 404 and l.route = '/api/stores/{id}'
                        """, as: Int64.self)
                }
                #expect(strange == 20)
                #expect(try await usage(stranger, platform)["api.requests"] == nil)
                await worker.kill()
            }
        }

        @Test("is written down when the API shuts down in order")
        func shutdown() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let api = try await platform.start(["serve"], name: "second")
                let port = try await api.listeningPort()
                let answer = try await platform.call(
                    .GET, "/api/stores/\(agency.storeID)", token: agency.token,
                    headers: ["X-Request-Id": "the-last-one"], at: port)
                #expect(answer.status == 200)
                api.send(signal: SIGTERM)
                #expect(try await api.waitForExit() == .exited(0))
                let rows = try await platform.inMaster { master in
                    try await master.all(
                        "select route, weight from api_usage_logs where request_id = 'the-last-one'",
                        as: (String, Int32).self)
                }
                #expect(rows.count == 1 && rows.first?.0 == "/api/stores/{id}" && rows.first?.1 == 1)
            }
        }

        @Test("is nobody else's, and is asked for by days that there are")
        func refusals() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let stranger = try await platform.signUp()
                let path = "/api/stores/\(agency.storeID)/usage"
                #expect(try await platform.call(.GET, path, token: stranger.token).status == 404)
                #expect(try await platform.call(.GET, path, token: platform.operatorToken()).status == 404)
                for query in ["from=2026-02-30", "from=2026-03-02&to=2026-03-01", "from=2024-01-01", "to=0000-01-01"] {
                    let answer = try await platform.call(.GET, "\(path)?\(query)", token: agency.token)
                    #expect(answer.status == 400 && answer.code == "invalid_request", "\(query)")
                }
                let empty = try await platform.call(.GET, "\(path)?from=0001-01-01&to=0002-02-04", token: agency.token)
                #expect(empty.status == 200 && (empty.json["items"] as? [Any])?.isEmpty == true)
                #expect(empty.json["nextCursor"] is NSNull)
            }
        }
    }
}
