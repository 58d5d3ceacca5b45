import Accounts
import Domain
import Secrets

/// What somebody gets who signed up or in: the one answer with tokens in it.
struct SignInAnswer: Encodable {
    let signedIn: SignedIn
    /// The store that was made along with the account; `null` otherwise.
    let store: Store?

    private enum CodingKeys: String, CodingKey {
        case user, store, accessToken, refreshToken, tokenType, expiresIn
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(signedIn.account, forKey: .user)
        try container.encode(store, forKey: .store)
        try container.encode(signedIn.accessToken.exposed, forKey: .accessToken)
        try container.encode(signedIn.refreshToken.exposed, forKey: .refreshToken)
        try container.encode("Bearer", forKey: .tokenType)
        try container.encode(signedIn.expiresIn.components.seconds, forKey: .expiresIn)
    }
}
