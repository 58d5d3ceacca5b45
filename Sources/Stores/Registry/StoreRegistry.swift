package import Domain
import Postgres
package import Tenancy
import Usage

/// Makes stores and shows them to their owners. A stranger's store is ``StoreError/notFound``, always.
package struct StoreRegistry: Sendable {
    let master: Database<Master>
    /// Stores an account may have whose stores are on no plan.
    let limit: Int

    /// - Parameter limit: stores an account may have whose stores are on no plan, 1 or more.
    package init(master: Database<Master>, limit: Int) {
        self.master = master
        self.limit = limit
    }

    /// Makes a store without a database, in a transaction of its own.
    ///
    /// - Parameter id: of a store that may be there already, made by the same request before its process died: then it
    ///   is the answer, and nothing is made.
    /// - Throws: ``StoreError/slugTaken(_:)`` when `slug` was asked for and is taken, ``StoreError/storeLimitReached(_:)``.
    package func create(
        _ id: Store.ID = .make(), name: DisplayName, slug: Slug?, owner: Account.ID
    ) async throws -> Store {
        try await master.transaction { try await create(id, name: name, slug: slug, owner: owner, on: $0) }
    }

    /// The same inside a transaction of the caller's: a sign-up makes the account and its first store at once.
    package func create(
        _ id: Store.ID = .make(), name: DisplayName, slug: Slug?, owner: Account.ID, on master: Session<Master>
    ) async throws -> Store {
        let count = try await StoreQueries.countLocked(of: owner, on: master)
        if let made = try await StoreQueries.find(id, of: owner, on: master) { return made }
        let limit = try await Plans.storeLimit(of: owner, standard: limit, on: master)
        guard count < Int64(limit) else { throw StoreError.storeLimitReached(limit) }
        for candidate in candidates(name: name, slug: slug) {
            guard try await StoreQueries.insert(id, owner: owner, name: name, slug: candidate, on: master) else {
                continue
            }
            guard let store = try await StoreQueries.find(id, of: owner, on: master) else { break }
            return store
        }
        throw StoreError.slugTaken(try await free(like: slug ?? Self.fallback, on: master))
    }

    /// The owner's store.
    package func find(_ id: Store.ID, of owner: Account.ID) async throws -> Store {
        guard let store = try await StoreQueries.find(id, of: owner, on: master.reading) else {
            throw StoreError.notFound
        }
        return store
    }

    /// A page of the owner's stores, newest first, and where the next one starts.
    package func list(
        of owner: Account.ID, after cursor: StoreCursor?, limit: Int
    ) async throws -> (stores: [Store], next: StoreCursor?) {
        let found = try await StoreQueries.list(of: owner, before: cursor, limit: limit + 1, on: master.reading)
        let page = Array(found.prefix(limit))
        return (page, found.count > limit ? page.last.map(StoreCursor.init) : nil)
    }

    /// Gives the owner's store another name; its slug stays.
    package func rename(_ id: Store.ID, of owner: Account.ID, to name: DisplayName) async throws -> Store {
        guard try await StoreQueries.rename(id, of: owner, to: name, on: master.session) else {
            throw StoreError.notFound
        }
        guard let store = try await StoreQueries.find(id, of: owner, on: master.session) else {
            throw StoreError.notFound
        }
        return store
    }

    /// Whether a slug is free, and free ones like it when it is not.
    package func availability(of slug: Slug) async throws -> (isAvailable: Bool, suggestions: [Slug]) {
        guard try await !StoreQueries.taken(among: [slug], on: master.reading).isEmpty else { return (true, []) }
        return (false, try await free(like: slug, on: master.reading))
    }

    private static let fallback = Slug(rawValue: "my-store")

    /// The slug that was asked for and no other; without one, what the name suggests, then the same with suffixes.
    private func candidates(name: DisplayName, slug: Slug?) -> [Slug] {
        if let slug { return [slug] }
        guard let base = Slug.proposal(fromName: name.rawValue) ?? Self.fallback else { return [] }
        return [base] + base.alternatives(4) + [base.withRandomSuffix(), base.withRandomSuffix()]
    }

    private func free(like slug: Slug?, on master: Session<Master>) async throws -> [Slug] {
        guard let slug else { return [] }
        let wanted = slug.alternatives(8) + [slug.withRandomSuffix()]
        let taken = Set(try await StoreQueries.taken(among: wanted, on: master))
        return Array(wanted.filter { !taken.contains($0.rawValue) }.prefix(3))
    }
}
