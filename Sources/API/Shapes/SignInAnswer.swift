import Accounts
import Domain

/// What somebody gets who signed up or in: who they are, the store that was made along, and tokens.
struct SignInAnswer<User: Encodable>: Encodable {
    let user: User
    /// The store that was made along with the account; `null` otherwise.
    let store: Store?
    let tokens: TokenAnswer

    private enum CodingKeys: String, CodingKey { case user, store }

    func encode(to encoder: any Encoder) throws {
        try tokens.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(user, forKey: .user)
        try container.encode(store, forKey: .store)
    }
}
