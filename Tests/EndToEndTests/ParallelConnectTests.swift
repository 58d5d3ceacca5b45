import Foundation
import TestSupport
import Testing

@Suite("Connecting at the same time")
struct ParallelConnectTests {
    @Test("of ten requests for one store, one is accepted and nine hear of its job", .timeLimit(.minutes(5)))
    func oneStore() async throws {
        try await Platform.with { platform in
            let agency = try await platform.signUp()
            let tenant = try await platform.makeTenantDatabase(password: "secret")
            let url = platform.connectionString(tenant)
            let answers = try await withThrowingTaskGroup(of: Platform.Answer.self) { group in
                for _ in 1...10 { group.addTask { try await platform.connect(agency, to: url) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let accepted = answers.filter { $0.status == 202 }
            try #require(accepted.count == 1)
            let refused = answers.filter { $0.status == 409 }
            #expect(refused.count == 9)
            #expect(refused.allSatisfy { $0.code == "provisioning_in_progress" })
            #expect(Set(refused.compactMap { $0.string("jobId") }) == [try #require(accepted[0].string("job", "id"))])
        }
    }

    @Test("of two stores that want one database, one gets it", .timeLimit(.minutes(5)))
    func oneDatabase() async throws {
        try await Platform.with { platform in
            let first = try await platform.signUp()
            let second = try await platform.signUp()
            let url = platform.connectionString(try await platform.makeTenantDatabase(password: "secret"))
            async let one = platform.connect(first, to: url)
            async let other = platform.connect(second, to: url)
            let answers = try await [one, other]
            #expect(answers.map(\.status).sorted() == [202, 409])
            #expect(answers.first { $0.status == 409 }?.code == "database_already_used")
        }
    }
}
