import Foundation
import NIOHTTP1
import TestSupport
import Testing

@Suite("A keyed request")
struct IdempotencyTests {
    @Test("is carried out once and answered alike, however often it comes", .timeLimit(.minutes(5)))
    func replayed() async throws {
        try await Platform.with { platform in
            let agency = try await platform.signUp()
            let key = ["Idempotency-Key": "\"\(UUID())\""]
            let answers = try await withThrowingTaskGroup(of: Platform.Answer.self) { group in
                for _ in 1...8 {
                    group.addTask {
                        try await platform.call(
                            .POST, "/api/stores/create", token: agency.token, json: ["name": "Twice"], headers: key)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for answer in answers { #expect([201, 409].contains(answer.status), "\(answer.text)") }
            for answer in answers where answer.status == 409 { #expect(answer.code == "request_in_progress") }
            let again = try await platform.call(
                .POST, "/api/stores/create", token: agency.token, json: ["name": "Twice"], headers: key)
            #expect(again.status == 201)
            #expect(again.headers.first(name: "Idempotency-Replayed") == "true")
            #expect(Set(answers.filter { $0.status == 201 }.map(\.text)) == [again.text])

            let stores = try await platform.call(.GET, "/api/stores", token: agency.token)
            #expect((stores.json["items"] as? [Any])?.count == 2)

            let other = try await platform.call(
                .POST, "/api/stores/create", token: agency.token, json: ["name": "Other"], headers: key)
            #expect(other.status == 422 && other.code == "idempotency_key_reused")
        }
    }
}
