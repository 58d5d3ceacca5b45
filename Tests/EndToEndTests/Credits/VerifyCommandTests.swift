import Foundation
import LocalServers
import Logging
import Postgres
import TestSupport
import Testing

extension Credits {
    @Suite("tenantry credits verify", .timeLimit(.minutes(5)))
    struct VerifyCommandTests {
        @Test("says that the books are right, or which are not and why, and ends with a status to match")
        func verify() async throws {
            try await Platform.with { platform in
                let agency = try await platform.signUp()
                let keeper = try await platform.operatorToken()
                #expect(try await platform.adjust(agency, by: "2.0000", token: keeper).status == 201)
                #expect(try await platform.deduct(agency, "email.send", 5, key: "x").status == 201)
                let clean = try await platform.command("credits", "verify")
                #expect(clean.status == .exited(0))
                #expect(clean.output == "The books are right: 1 stores, 2 transactions.\n")

                let connection = try await PostgresConnection.connect(
                    to: platform.master, logger: Logger(label: "test"))
                defer { connection.close() }
                try await connection.execute("update credit_balances set balance = balance + 10000")
                let bent = try await platform.command("credits", "verify", "--store", agency.storeID)
                #expect(bent.status == .exited(1))
                #expect(bent.output.contains("\(agency.storeID): the balance is 2.9950, the journal sums to 1.9950\n"))
                let json = try await platform.command("credits", "verify", "--json")
                #expect(json.status == .exited(1))
                let findings = json.json["findings"] as? [[String: Any]] ?? []
                #expect(findings.compactMap { $0["invariant"] as? String } == ["balance"])
            }
        }

        @Test("says what is wrong with what it was asked")
        func refusals() async throws {
            try await Platform.with { platform in
                let unknown = try await platform.command("credits", "verify", "--store", UUID().uuidString)
                #expect(unknown.status == .exited(1) && unknown.errors.contains("There is no such store"))
                let nonsense = try await platform.command("credits", "verify", "--store", "shop")
                #expect(nonsense.status == .exited(2) && nonsense.errors.contains("--store is the id of a store."))
            }
        }
    }
}
