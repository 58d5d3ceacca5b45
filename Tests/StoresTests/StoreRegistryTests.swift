import Domain
import Postgres
import Requests
import Tenancy
import Testing
import Usage

@testable import Stores

@Suite("The registry of stores", .serialized, .timeLimit(.minutes(5)))
struct StoreRegistryTests {
    private func name(_ text: String) throws -> DisplayName { try DisplayName(parsing: text) }

    @Test("a new store has no database and a balance of nothing")
    func newStore() async throws {
        try await withPlatform { platform in
            let owner = try await platform.makeOwner()
            let store = try await platform.registry.create(name: name("Crème & Söhne"), slug: nil, owner: owner)
            #expect(store.slug.rawValue == "creme-sohne")
            #expect(store.status == .pendingDatabase)
            #expect(store.database == nil)
            #expect(store.primaryHostname == nil)
            #expect(store.schemaVersion == nil)
            #expect(try await platform.registry.find(store.id, of: owner) == store)
            let balance = try await platform.master.session.first(
                "select balance from credit_balances where store_id = \(store.id)", as: Int64.self)
            #expect(balance == 0)
        }
    }

    @Test("names that suggest one slug get different ones", arguments: ["Shoes", "Store", "!!!", "Юлия", "日本"])
    func slugs(text: String) async throws {
        try await withPlatform(storesPerAccount: 20) { platform in
            let owner = try await platform.makeOwner()
            var slugs: Set<Slug> = []
            for _ in 1...8 {
                slugs.insert(try await platform.registry.create(name: name(text), slug: nil, owner: owner).slug)
            }
            #expect(slugs.count == 8)
        }
    }

    @Test("a slug that was asked for is had or refused, with others like it that are free")
    func takenSlug() async throws {
        try await withPlatform { platform in
            let slug = try Slug(parsing: "shoes")
            let owner = try await platform.makeOwner()
            #expect(try await platform.registry.availability(of: slug).isAvailable)
            _ = try await platform.registry.create(name: name("A"), slug: slug, owner: owner)
            _ = try await platform.registry.create(name: name("B"), slug: Slug(parsing: "shoes-shop"), owner: owner)
            let stranger = try await platform.makeOwner()
            let error = await #expect(throws: StoreError.self) {
                try await platform.registry.create(name: name("C"), slug: slug, owner: stranger)
            }
            guard case .slugTaken(let suggestions) = error else { return #expect(error == .slugTaken([])) }
            #expect(suggestions.count == 3)
            #expect(error?.explanation.suggestions == suggestions.map(\.rawValue))
            let answer = try await platform.registry.availability(of: slug)
            #expect(!answer.isAvailable)
            for suggestion in suggestions + answer.suggestions {
                #expect(suggestion.rawValue.hasPrefix("shoes"))
                #expect(try await platform.registry.availability(of: suggestion).isAvailable)
            }
            #expect(try await platform.registry.list(of: stranger, after: nil, limit: 10).stores.isEmpty)
        }
    }

    @Test("of many who ask for one slug at once, one gets it")
    func slugRace() async throws {
        try await withPlatform { platform in
            let slug = try Slug(parsing: "shoes")
            let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 1...10 {
                    group.addTask {
                        let owner = try await platform.makeOwner()
                        do {
                            _ = try await platform.registry.create(name: name("A"), slug: slug, owner: owner)
                            return true
                        } catch StoreError.slugTaken { return false }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
        }
    }

    @Test("an account never has more stores than it may, however many it asks for at once")
    func limit() async throws {
        try await withPlatform(storesPerAccount: 5) { platform in
            let owner = try await platform.makeOwner()
            let made = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 1...20 {
                    group.addTask {
                        do {
                            _ = try await platform.registry.create(name: name("S \(number)"), slug: nil, owner: owner)
                            return true
                        } catch StoreError.storeLimitReached(5) { return false }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(made == 5)
            #expect(try await platform.registry.list(of: owner, after: nil, limit: 200).stores.count == 5)
        }
    }

    @Test("the plan of one store says how many there may be, from the moment it is on it")
    func planLimit() async throws {
        try await withPlatform(storesPerAccount: 3) { platform in
            let owner = try await platform.makeOwner()
            let first = try await platform.registry.create(name: name("S 1"), slug: nil, owner: owner)
            let second = try await platform.registry.create(name: name("S 2"), slug: nil, owner: owner)
            let subscriptions = Subscriptions(master: platform.master, storesPerAccount: 3)
            _ = try await subscriptions.put(.init(plan: "free"), on: first.id, by: Caller(owner))
            await #expect(throws: StoreError.storeLimitReached(2)) {
                try await platform.registry.create(name: name("S 3"), slug: nil, owner: owner)
            }
            _ = try await subscriptions.put(.init(plan: "starter"), on: second.id, by: Caller(owner))
            for number in 3...5 {
                _ = try await platform.registry.create(name: name("S \(number)"), slug: nil, owner: owner)
            }
            await #expect(throws: StoreError.storeLimitReached(5)) {
                try await platform.registry.create(name: name("S 6"), slug: nil, owner: owner)
            }
            let stranger = try await platform.makeOwner()
            for number in 1...3 {
                _ = try await platform.registry.create(name: name("T \(number)"), slug: nil, owner: stranger)
            }
        }
    }

    @Test("a stranger's store is none: it is not found, listed or renamed")
    func strangers() async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore()
            let stranger = try await platform.makeOwner()
            await #expect(throws: StoreError.notFound) { try await platform.registry.find(store.id, of: stranger) }
            await #expect(throws: StoreError.notFound) { try await platform.registry.find(.make(), of: stranger) }
            await #expect(throws: StoreError.notFound) {
                try await platform.registry.rename(store.id, of: stranger, to: name("Mine"))
            }
            #expect(try await platform.registry.list(of: stranger, after: nil, limit: 10).stores.isEmpty)
            #expect(try await platform.look(at: store) == store)
        }
    }

    @Test("pages follow one another without gaps and repeats, even between stores of the same instant")
    func pages() async throws {
        try await withPlatform(storesPerAccount: 100) { platform in
            let owner = try await platform.makeOwner()
            for number in 1...23 {
                _ = try await platform.registry.create(name: name("S \(number)"), slug: nil, owner: owner)
            }
            try await platform.master.session.execute(
                "update stores set created_at = '2026-01-01 00:00:00.123456Z' where name like 'S 1%'")
            var seen: [Store] = []
            var cursor: StoreCursor?
            repeat {
                let page = try await platform.registry.list(of: owner, after: cursor, limit: 4)
                #expect(1...4 ~= page.stores.count)
                seen += page.stores
                cursor = page.next
                // What comes meanwhile stands before the first page.
                _ = try await platform.registry.create(name: name("Late"), slug: nil, owner: owner)
            } while cursor != nil
            #expect(seen.count == 23)
            #expect(Set(seen.map(\.id)).count == 23)
            #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.createdAt >= $1.createdAt })
        }
    }

    @Test("another name leaves the slug as it is")
    func rename() async throws {
        try await withPlatform { platform in
            let store = try await platform.makeStore("Shoes")
            let renamed = try await platform.registry.rename(store.id, of: store.ownerID, to: name("Boots 🥾"))
            #expect(renamed.name.rawValue == "Boots 🥾")
            #expect(renamed.slug == store.slug)
            #expect(renamed.updatedAt > store.updatedAt)
            #expect(try await platform.look(at: store) == renamed)
        }
    }

    @Test("a store that the same request made before is the answer, and counts once")
    func repeated() async throws {
        try await withPlatform { platform in
            let (owner, id) = (try await platform.makeOwner(), Store.ID.make())
            let first = try await platform.registry.create(id, name: name("Once"), slug: nil, owner: owner)
            let second = try await platform.registry.create(id, name: name("Once"), slug: nil, owner: owner)
            #expect(first.id == second.id && first.slug == second.slug)
            #expect(try await platform.registry.list(of: owner, after: nil, limit: 10).stores.count == 1)
        }
    }
}
