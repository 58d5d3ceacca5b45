import Accounts
import Domain
import Foundation
import Logging
import LocalServers
import NIOHTTP1
import Postgres
import Secrets
import TestSupport
import Testing

extension Identity {
    /// Calls every operation of the API's own document with every kind of caller who may not.
    @Suite("Who may call what")
    struct AccessTests {
        private struct Operation {
            let method: HTTPMethod
            let path: String
            let access: String
        }

        private func operations(_ platform: Platform) async throws -> [Operation] {
            let document = try await platform.call(.GET, "/openapi.json").json
            let paths = try #require(document["paths"] as? [String: [String: Any]])
            return paths.sorted { $0.key < $1.key }.flatMap { path, methods in
                methods.compactMap { method, operation in
                    guard let access = (operation as? [String: Any])?["x-access"] as? String else { return nil }
                    return Operation(method: HTTPMethod(rawValue: method.uppercased()), path: path, access: access)
                }
            }
        }

        @Test("no operation opens to the wrong token", .timeLimit(.minutes(5)))
        func everyOperation() async throws {
            try await Platform.with { platform in
                let owner = try await platform.signUp()
                let stranger = try await platform.signUpPerson()
                let all = try await operations(platform)
                #expect(all.count >= 30)
                try await SessionFactory.with(platform) { factory in
                    let session = try await factory.makeSession(of: stranger.id)
                    let expired = try factory.tokens(shifted: -3_600).mint(
                        for: stranger.id, audience: .platform, session: session.id, generation: 1, refreshCounter: 0)
                    let revoked = try await factory.makeSession(of: stranger.id)
                    #expect(try await platform.logout(revoked.access).status == 204)
                    let elsewhere = try factory.tokens().mint(
                        for: UUID().uuidString.lowercased(), audience: .store(.make()), session: .make(), generation: 1,
                        storeGeneration: 1, refreshCounter: 0)
                    for operation in all where operation.access != "anyone" {
                        let path = operation.path.replacing("{id}", with: owner.storeID)
                            .replacing("{hostname}", with: "shop.example.com").replacing("{name}", with: "default")
                        func call(_ token: String?) async throws -> Platform.Answer {
                            try await platform.call(
                                operation.method, path, token: token, json: operation.method == .GET ? nil : [:])
                        }
                        let name = "\(operation.method) \(operation.path)"
                        #expect(try await call(nil).code == "token_missing", "\(name)")
                        #expect(try await call("garbage").code == "token_invalid", "\(name)")
                        #expect(try await call(String(stranger.refresh)).code == "token_invalid", "\(name)")
                        if operation.access != "leaver" {
                            #expect(try await call(expired.token.exposed).code == "token_expired", "\(name)")
                            #expect(try await call(revoked.access).code == "session_revoked", "\(name)")
                            let wrong = try await call(elsewhere.token.exposed)
                            let isSame = ["/api/credits/prices", "/api/credits/packages"].contains(operation.path)
                            #expect(wrong.status >= 400 || isSame, "\(name) \(wrong.text)")
                            if ["agency", "operator"].contains(operation.access) {
                                #expect(wrong.code == "wrong_audience", "\(name) \(wrong.text)")
                            }
                        }
                        if operation.path.contains("{id}") || operation.access == "operator" {
                            let foreign = try await call(session.access)
                            #expect(foreign.status == 404, "\(name) \(foreign.text)")
                        }
                    }
                }
            }
        }

        @Test("operators are made in the database, and only there", .timeLimit(.minutes(5)))
        func operators() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                #expect(try await platform.call(.GET, "/api/admin/audit", token: person.access).status == 404)
                let promotion = try await platform.start(
                    ["users", "promote", person.email, "--role", "operator"], name: "promote")
                #expect(try await promotion.waitForExit() == .exited(0))
                let page = try await platform.call(.GET, "/api/admin/audit?limit=1", token: person.access)
                #expect(page.status == 200, "\(page.text)")
                #expect((page.json["items"] as? [[String: Any]])?.count == 1)
                let next = try #require(page.string("nextCursor"))
                let more = try await platform.call(.GET, "/api/admin/audit?cursor=\(next)", token: person.access)
                let actions = (more.json["items"] as? [[String: Any]])?.compactMap { $0["action"] as? String } ?? []
                #expect(actions.contains("user.registered"))
                let demotion = try await platform.start(
                    ["users", "promote", person.email, "--role", "agency"], name: "demote")
                #expect(try await demotion.waitForExit() == .exited(0))
                #expect(try await platform.call(.GET, "/api/admin/audit", token: person.access).status == 404)
            }
        }

        @Test("cursors and limits that nobody gave out are refused", .timeLimit(.minutes(5)))
        func cursors() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let wrong = [
                    "limit=-1", "limit=0", "limit=1000000000", "limit=x", "cursor=%27%3B%20drop%20table%20stores",
                    "cursor=AAAA",
                    "cursor=" + String(repeating: "A", count: 5_000),
                ]
                for query in wrong {
                    let answer = try await platform.call(.GET, "/api/stores?\(query)", token: agency.token)
                    #expect(answer.status == 400 && answer.code == "invalid_request", "\(query) \(answer.text)")
                }
                for id in ["abc", "-1", String(repeating: "9", count: 400)] {
                    let events = try await platform.call(
                        .GET, "/api/stores/\(agency.storeID)/provisioning/events", token: agency.token,
                        headers: ["Last-Event-ID": id])
                    #expect(events.status == 404, "before the first connect there is nothing to follow")
                }
            }
        }
    }
}
