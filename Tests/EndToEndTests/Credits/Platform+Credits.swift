import Foundation
import LocalServers
import NIOHTTP1
import TestSupport
import Testing

extension Platform {
    /// The token of an operator who was made for this.
    func operatorToken() async throws -> String {
        let person = try await signUpPerson()
        let promoted = try await command("users", "promote", person.email, "--role", "operator")
        try #require(promoted.status == .exited(0), "\(promoted.errors)")
        return person.access
    }

    func adjust(
        _ agency: Agency, by amount: String, token: String, key: String = UUID().uuidString
    ) async throws -> Answer {
        try await call(
            .POST, "/api/admin/credits/adjust", token: token,
            json: ["storeId": agency.storeID, "amount": amount, "reason": "for the test"],
            headers: ["Idempotency-Key": key])
    }

    func deduct(_ agency: Agency, _ service: String, _ quantity: Int, key: String) async throws -> Answer {
        try await call(
            .POST, "/api/credits/deduct?storeId=\(agency.storeID)", token: agency.token,
            json: ["serviceKey": service, "quantity": quantity], headers: ["Idempotency-Key": key])
    }

    /// Lines of the store's journal, newest first.
    func transactions(_ agency: Agency, _ query: String = "limit=200") async throws -> [[String: Any]] {
        let answer = try await call(
            .GET, "/api/credits/transactions?storeId=\(agency.storeID)&\(query)", token: agency.token)
        return try #require(answer.json["items"] as? [[String: Any]], "\(answer.text)")
    }
}
