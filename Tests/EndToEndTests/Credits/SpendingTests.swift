import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// Credits, as agencies and operators use them.
@Suite("Credits")
enum Credits {
    @Suite("that are spent", .timeLimit(.minutes(5)))
    struct SpendingTests {
        @Test("fifty credits for a hundred parallel deductions of one: fifty are paid, fifty are told what is missing")
        func hundredFromFifty() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let keeper = try await platform.operatorToken()
                #expect(try await platform.adjust(agency, by: "50.0000", token: keeper).status == 201)
                // Ten items at a tenth of a credit each.
                let answers = try await withThrowingTaskGroup(of: Platform.Answer.self) { group in
                    for _ in 0..<100 {
                        group.addTask {
                            try await platform.deduct(agency, "ai.translation", 10, key: UUID().uuidString)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                let refused = answers.filter { $0.status == 402 }
                #expect(answers.filter { $0.status == 201 }.count == 50 && refused.count == 50)
                for answer in refused {
                    #expect(answer.code == "insufficient_credits" && answer.string("required") == "1.0000")
                    #expect(answer.string("available") == "0.0000", "\(answer.text)")
                }
                let balance = try await platform.call(
                    .GET, "/api/credits/balance?storeId=\(agency.storeID)", token: agency.token)
                #expect(balance.string("balance") == "0.0000" && balance.string("lifetimeSpent") == "50.0000")
                let lines = try await platform.transactions(agency, "limit=200")
                #expect(lines.compactMap { $0["seq"] as? Int } == (1...51).reversed())
            }
        }

        @Test("are spent once for each key: at once, later, and after credits that were missing have come")
        func keys() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let keeper = try await platform.operatorToken()
                let refused = try await platform.deduct(agency, "email.send", 3, key: "k")
                #expect(refused.status == 402, "\(refused.text)")
                #expect(try await platform.adjust(agency, by: "0.0030", token: keeper).status == 201)
                let answers = try await withThrowingTaskGroup(of: Platform.Answer.self) { group in
                    for _ in 0..<8 { group.addTask { try await platform.deduct(agency, "email.send", 3, key: "k") } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                for answer in answers { #expect([201, 409].contains(answer.status), "\(answer.text)") }
                let again = try await platform.deduct(agency, "email.send", 3, key: "k")
                #expect(again.status == 201 && again.headers.first(name: "Idempotency-Replayed") == "true")
                #expect(Set(answers.filter { $0.status == 201 }.map(\.text)) == [again.text])
                #expect(again.string("amount") == "-0.0030" && again.string("balanceAfter") == "0.0000")
                #expect(again.string("description") == "Outgoing e-mail × 3" && again.string("status") == "completed")
                let other = try await platform.deduct(agency, "email.send", 4, key: "k")
                #expect(other.status == 422 && other.code == "idempotency_key_reused")
                #expect(try await platform.transactions(agency).count == 2)
            }
        }

        @Test("are not touched by requests that make no sense, or are somebody else's")
        func badInput() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let stranger = try await platform.signUp()
                let keeper = try await platform.operatorToken()
                #expect(try await platform.adjust(agency, by: "10.0000", token: keeper).status == 201)
                let bodies = [
                    #"{}"#, #"{"serviceKey":"email.send"}"#, #"{"serviceKey":"email.send","quantity":0}"#,
                    #"{"serviceKey":"email.send","quantity":-1}"#, #"{"serviceKey":"email.send","quantity":1.5}"#,
                    #"{"serviceKey":"email.send","quantity":1e400}"#, #"{"serviceKey":"email.send","quantity":"1"}"#,
                    #"{"serviceKey":"email.send","quantity":9223372036854775807}"#,
                    #"{"serviceKey":"no.such","quantity":1}"#,
                    #"{"serviceKey":"email.send","quantity":1,"referenceId":"a\u0000b"}"#,
                ]
                for body in bodies {
                    let answer = try await platform.call(
                        .POST, "/api/credits/deduct?storeId=\(agency.storeID)", token: agency.token,
                        body: Data(body.utf8), headers: ["Idempotency-Key": UUID().uuidString])
                    #expect(answer.status == 400 && answer.code == "invalid_request", "\(body) \(answer.text)")
                }
                let keyless = try await platform.call(
                    .POST, "/api/credits/deduct?storeId=\(agency.storeID)", token: agency.token,
                    json: ["serviceKey": "email.send", "quantity": 1])
                #expect(keyless.status == 400 && keyless.code == "idempotency_key_required")
                let nowhere = try await platform.call(
                    .POST, "/api/credits/deduct", token: agency.token,
                    json: ["serviceKey": "email.send", "quantity": 1],
                    headers: ["Idempotency-Key": "x"])
                #expect(nowhere.status == 400 && nowhere.code == "store_required")
                let foreign = Platform.Agency(token: stranger.token, storeID: agency.storeID, slug: agency.slug)
                #expect(try await platform.deduct(foreign, "email.send", 1, key: "x").status == 404)
                #expect(
                    try await platform.call(
                        .GET, "/api/credits/transactions?storeId=\(agency.storeID)", token: stranger.token
                    ).status == 404)
                #expect(try await platform.transactions(agency).count == 1)
            }
        }

        @Test("stand in pages that fit together, also of one type")
        func pages() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let keeper = try await platform.operatorToken()
                #expect(try await platform.adjust(agency, by: "1.0000", token: keeper).status == 201)
                for number in 1...5 {
                    let paid = try await platform.deduct(agency, "email.send", number, key: "\(number)")
                    #expect(paid.status == 201)
                }
                var seen: [Int] = []
                var cursor = ""
                repeat {
                    let page = try await platform.call(
                        .GET, "/api/credits/transactions?storeId=\(agency.storeID)&type=usage&limit=2\(cursor)",
                        token: agency.token)
                    let items = page.json["items"] as? [[String: Any]] ?? []
                    #expect(items.allSatisfy { $0["type"] as? String == "usage" })
                    seen += items.compactMap { $0["seq"] as? Int }
                    cursor = page.string("nextCursor").map { "&cursor=\($0)" } ?? ""
                } while !cursor.isEmpty
                #expect(seen == [6, 5, 4, 3, 2])
                let wrong = try await platform.call(
                    .GET, "/api/credits/transactions?storeId=\(agency.storeID)&type=theft&cursor=AAAA&limit=0",
                    token: agency.token)
                #expect(wrong.status == 400 && (wrong.json["errors"] as? [Any])?.count == 3)
            }
        }

        @Test("are corrected by operators alone, with a reason, within what there is")
        func adjusting() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let keeper = try await platform.operatorToken()
                #expect(try await platform.adjust(agency, by: "5.0000", token: agency.token).status == 404)
                let given = try await platform.adjust(agency, by: "5.0000", token: keeper, key: "gift")
                #expect(given.status == 201 && given.string("type") == "adjustment")
                let again = try await platform.adjust(agency, by: "5.0000", token: keeper, key: "gift")
                #expect(again.text == given.text)
                let taken = try await platform.adjust(agency, by: "-5.0001", token: keeper)
                #expect(taken.status == 402 && taken.string("available") == "5.0000", "\(taken.text)")
                #expect(try await platform.adjust(agency, by: "0.0000", token: keeper).status == 400)
                #expect(try await platform.adjust(agency, by: "1.00001", token: keeper).status == 400)
                let audit = try await platform.call(.GET, "/api/admin/audit?action=credits.", token: keeper)
                let entries = audit.json["items"] as? [[String: Any]] ?? []
                #expect(entries.count == 1 && entries.first?["storeId"] as? String == agency.storeID)
            }
        }
    }
}
