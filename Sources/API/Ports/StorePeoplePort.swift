package import Accounts
package import Domain

/// What the routes ask about the people of stores.
package struct StorePeoplePort: Sendable {
    /// Signs somebody in at a store.
    package var login:
        @Sendable (_ email: String, Password, Store.ID, ClientInfo) async throws -> (StoreUser, SessionTokens)
    /// Somebody who is signed in at a store.
    package var user: @Sendable (_ subject: String, Store.ID) async throws -> StoreUser

    /// Calls one by one.
    package init(
        login: @escaping @Sendable (String, Password, Store.ID, ClientInfo) async throws -> (StoreUser, SessionTokens),
        user: @escaping @Sendable (String, Store.ID) async throws -> StoreUser
    ) {
        self.login = login
        self.user = user
    }

    /// The real thing.
    package init(_ people: StorePeople) {
        self.init(
            login: { try await people.login($0, password: $1, at: $2, from: $3) },
            user: { try await people.user($0, of: $1) })
    }
}
