import Domain
import Foundation
import Jobs
import Postgres
import Tenancy
import Testing

@testable import Stores

@Suite("The password of a store's database", .serialized, .timeLimit(.minutes(5)))
struct SecrecyTests {
    private static let canary = "Canary-9f2"

    @Test("stands nowhere in the master database but under its seal, and in no log, whatever becomes of the job")
    func nowhere() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let store = try await platform.makeStore()
                let wrong = database.target { $0.password = Self.canary + "-wrong" }
                let id = try await platform.connect(store, to: wrong)
                try await platform.work(on: id)
                _ = try await platform.retry(store, with: database.target { $0.port = 1_025 })
                try await platform.work(on: id)
                _ = try await platform.retry(store, with: database.target)
                try await database.asOwner { try await $0.script("create table mine (id int)") }
                try await platform.work(on: id)
                _ = try await platform.retry(store, confirmNonEmpty: true)
                #expect(try await platform.work(on: id).state == .succeeded)
                try await expectNoCanary(in: platform)
                #expect(!platform.logs.lines.isEmpty)
                for line in platform.logs.lines { #expect(!line.contains(Self.canary), "\(line)") }
            }
        }
    }

    private func expectNoCanary(in platform: Platform) async throws {
        let tables = try await platform.master.session.all(
            """
            select c.relname::text from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
            """, as: String.self)
        for table in ["job_queue", "job_steps", "job_attempts", "stores", "store_databases"] {
            #expect(tables.contains(table))
        }
        let hidden = Data(Self.canary.utf8).map { String($0, radix: 16) }.joined()
        for table in tables {
            let found = try await platform.master.session.first(
                """
                select count(*) from \(identifier: table) as row
                where row::text ilike \("%\(Self.canary)%") or row::text ilike \("%\(hidden)%")
                """, as: Int64.self)
            #expect(found == 0, "\(table)")
        }
        let sealed = try await platform.master.session.first(
            "select sealed_credentials from store_databases", as: [UInt8].self)
        #expect(Data(sealed ?? []).range(of: Data(Self.canary.utf8)) == nil)
    }

    @Test("stands in no error, however it is looked at")
    func errors() async throws {
        try await withPlatform { platform in
            try await withCustomerDatabase { database in
                let unreachable = [
                    database.target { $0.password = Self.canary + "-wrong" }, database.target { $0.port = 1_025 },
                    database.target { $0.host = "no-such-host.invalid" }, database.target { $0.database = "nowhere" },
                    database.target { $0.tls = .require },
                ]
                for target in unreachable {
                    let store = try await platform.makeStore()
                    let attempt = try await platform.claim(platform.connect(store, to: target))
                    let error = await #expect(throws: ProvisioningProblem.self) {
                        try await attempt.perform(through: .verify)
                    }
                    try expectSilent(error)
                    try await StoreProvisioner.settleFailure(of: store.id, on: platform.master.session)
                    guard case .database(let address) = target else { continue }
                    let endpoint = try? await platform.reach.policy.endpoint(for: address)
                    try expectSilent(address)
                    try expectSilent(target)
                    try expectSilent(endpoint)
                    guard let endpoint else { continue }
                    do {
                        _ = try await PostgresConnection.connect(to: endpoint, logger: platform.logger)
                        Issue.record("\(endpoint) was reached")
                    } catch { try expectSilent(error) }
                }
            }
        }
    }

    private func expectSilent(_ value: some Any) throws {
        var dumped = ""
        dump(value, to: &dumped)
        for text in ["\(value)", String(describing: value), String(reflecting: value), dumped] {
            #expect(!text.contains(Self.canary), "\(text)")
        }
    }
}
