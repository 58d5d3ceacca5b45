package import Domain
package import Requests
package import Stores

/// What the routes ask of the registry of stores. A stranger's store is `not_found` in every call.
package struct StorePort: Sendable {
    /// Makes a store, of this id if one is given; when there is one of this id already, that one is the answer.
    package var create: @Sendable (NewStore, _ owner: Account.ID, Store.ID?) async throws -> Store
    /// One store.
    package var find: @Sendable (Store.ID, _ owner: Account.ID) async throws -> Store
    /// A page of stores, newest first, and where the next one starts.
    package var list:
        @Sendable (_ owner: Account.ID, StoreCursor?, _ limit: Int) async throws -> ([Store], StoreCursor?)
    /// Gives a store another name.
    package var rename: @Sendable (Store.ID, _ owner: Account.ID, DisplayName) async throws -> Store
    /// Closes a store. Returns when every process knows that its tokens are dead.
    package var suspend: @Sendable (Store.ID, Caller) async throws -> Store
    /// Opens a store again.
    package var resume: @Sendable (Store.ID, Caller) async throws -> Store
    /// Whether a slug is free, and free ones like it when it is not.
    package var availability: @Sendable (Slug) async throws -> (isAvailable: Bool, suggestions: [Slug])

    /// Calls one by one.
    package init(
        create: @escaping @Sendable (NewStore, Account.ID, Store.ID?) async throws -> Store,
        find: @escaping @Sendable (Store.ID, Account.ID) async throws -> Store,
        list: @escaping @Sendable (Account.ID, StoreCursor?, Int) async throws -> ([Store], StoreCursor?),
        rename: @escaping @Sendable (Store.ID, Account.ID, DisplayName) async throws -> Store,
        suspend: @escaping @Sendable (Store.ID, Caller) async throws -> Store,
        resume: @escaping @Sendable (Store.ID, Caller) async throws -> Store,
        availability: @escaping @Sendable (Slug) async throws -> (isAvailable: Bool, suggestions: [Slug])
    ) {
        self.create = create
        self.find = find
        self.list = list
        self.rename = rename
        self.suspend = suspend
        self.resume = resume
        self.availability = availability
    }

    /// The registry itself.
    ///
    /// - Parameter publish: makes a store's revocation known everywhere.
    package init(
        _ registry: StoreRegistry, suspension: StoreSuspension,
        publish: @escaping @Sendable (Store.ID) async throws -> Void
    ) {
        self.init(
            create: { try await registry.create($2 ?? .make(), name: $0.name, slug: $0.slug, owner: $1) },
            find: { try await registry.find($0, of: $1) },
            list: { try await registry.list(of: $0, after: $1, limit: $2) },
            rename: { try await registry.rename($0, of: $1, to: $2) },
            suspend: { id, caller in
                let store = try await suspension.suspend(id, by: caller)
                try await publish(id)
                return store
            },
            resume: { try await suspension.resume($0, by: $1) },
            availability: { try await registry.availability(of: $0) })
    }
}
