import Domain
import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Accounts

@Suite("Sessions of stores, as the master database knows them", .timeLimit(.minutes(5)))
struct StoreSessionIndexTests {
    @Test("are deleted a month after their time, and not before")
    func pruning() async throws {
        try await withMasterDatabase { master in
            let (account, store) = (Account.ID.make(), Store.ID.make())
            try await master.session.execute(
                "insert into users (id, email, first_name, last_name) values (\(account), 'a@example.com', 'A', 'B')")
            try await master.session.execute(
                "insert into stores (id, owner_id, name, slug) values (\(store), \(account), 'S', 'shop')")
            for days in [-31, -29, 30] as [Int64] {
                try await StoreSessionIndexQueries.insert(
                    .make(), of: UUID(), generation: 0, in: store, lifetime: .seconds(days * 86_400), on: master.session
                )
            }
            #expect(try await StoreSessionIndexQueries.prune(limit: 10, on: master.session) == 1)
            #expect(try await StoreSessionIndexQueries.prune(limit: 10, on: master.session) == 0)
            #expect(try await master.session.first("select count(*) from store_sessions", as: Int64.self) == 2)
        }
    }
}
