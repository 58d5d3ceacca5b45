import Foundation
import LocalServers
import Logging
import NIOHTTP1
import Postgres
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

extension Platform {
    /// An agency whose store has its database.
    func signUpWithDatabase() async throws -> (Agency, PostgresEndpoint) {
        let agency = try await signUp()
        let tenant = try await makeTenantDatabase(password: "secret")
        let worker = try await startWorker("provisioner-\(UUID().uuidString.prefix(8))")
        let answer = try await connect(agency, to: connectionString(tenant))
        try #require(answer.status == 202, "\(answer.text)")
        try await waitForProvisioning(agency, status: "succeeded")
        await worker.kill()
        return (agency, tenant)
    }

    func purchase(_ agency: Agency, _ order: [String: Any], key: String) async throws -> Answer {
        try await call(
            .POST, "/api/credits/purchase?storeId=\(agency.storeID)", token: agency.token, json: order,
            headers: ["Idempotency-Key": key])
    }

    @discardableResult
    func waitForBalance(
        _ agency: Agency, _ balance: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        try await eventually(within: .seconds(60), sourceLocation: sourceLocation) {
            try await call(.GET, "/api/credits/balance?storeId=\(agency.storeID)", token: agency.token)
        } satisfies: {
            $0.string("balance") == balance
        }
    }

    /// Waits until the store's own database has heard of so many ten-thousandths as of a line of the journal.
    func waitForCache(
        _ tenant: PostgresEndpoint, balance: Int64, seq: Int64, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let connection = try await PostgresConnection.connect(to: tenant, logger: Logger(label: "test"))
        defer { connection.close() }
        _ = try await eventually(within: .seconds(60), sourceLocation: sourceLocation) {
            try await connection.first("select balance || ' ' || seq from credit_balance_cache", as: String.self)
        } satisfies: {
            $0 == "\(balance) \(seq)"
        }
    }

    /// What the store's own database says was spent, oldest first.
    func spendingLog(_ tenant: PostgresEndpoint) async throws -> [String] {
        let connection = try await PostgresConnection.connect(to: tenant, logger: Logger(label: "test"))
        defer { connection.close() }
        return try await connection.all(
            """
            select concat_ws(' ', service_key, quantity, amount, ledger_seq) from credit_spending_log order by ledger_seq
            """, as: String.self)
    }
}
