package import Domain
package import Requests
package import Stores

/// What the routes ask about the names of stores. A stranger's store is `not_found` in every call.
package struct HostnamePort: Sendable {
    /// All of them, the primary one first.
    package var list: @Sendable (Store.ID, _ owner: Account.ID) async throws -> [StoreHostname]
    /// Adds one.
    package var add: @Sendable (_ text: String, Store.ID, Caller) async throws -> StoreHostname
    /// Takes one away.
    package var remove: @Sendable (_ text: String, Store.ID, Caller) async throws -> Void
    /// Makes one the primary one.
    package var makePrimary: @Sendable (_ text: String, Store.ID, Caller) async throws -> Void

    /// Calls one by one.
    package init(
        list: @escaping @Sendable (Store.ID, Account.ID) async throws -> [StoreHostname],
        add: @escaping @Sendable (String, Store.ID, Caller) async throws -> StoreHostname,
        remove: @escaping @Sendable (String, Store.ID, Caller) async throws -> Void,
        makePrimary: @escaping @Sendable (String, Store.ID, Caller) async throws -> Void
    ) {
        self.list = list
        self.add = add
        self.remove = remove
        self.makePrimary = makePrimary
    }

    /// The real thing.
    package init(_ hostnames: StoreHostnames) {
        self.init(
            list: { try await hostnames.list(of: $0, owner: $1) },
            add: { try await hostnames.add($0, to: $1, by: $2) },
            remove: { try await hostnames.remove($0, from: $1, by: $2) },
            makePrimary: { _ = try await hostnames.makePrimary($0, of: $1, by: $2) })
    }
}
