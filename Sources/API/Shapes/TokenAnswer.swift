import Accounts
import Secrets

/// The tokens of an answer. A refresh token that went into a cookie is left out.
struct TokenAnswer: Encodable {
    let tokens: SessionTokens
    let isCookieUsed: Bool

    private enum CodingKeys: String, CodingKey {
        case accessToken, refreshToken, tokenType, expiresIn
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(tokens.accessToken.exposed, forKey: .accessToken)
        if !isCookieUsed { try container.encode(tokens.refreshToken.exposed, forKey: .refreshToken) }
        try container.encode("Bearer", forKey: .tokenType)
        try container.encode(tokens.expiresIn.components.seconds, forKey: .expiresIn)
    }
}
