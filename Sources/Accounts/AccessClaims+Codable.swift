import Domain
import Foundation

extension AccessClaims: Codable {
    private enum CodingKeys: String, CodingKey {
        case issuer = "iss"
        case audience = "aud"
        case subject = "sub"
        case sessionID = "sid"
        case tokenID = "jti"
        case issuedAt = "iat"
        case notBefore = "nbf"
        case expiresAt = "exp"
        case generation = "gen"
        case refreshCounter = "rtc"
        case authenticatedAt = "auth_time"
        case storeID = "storeId"
        case storeGeneration = "sgen"
    }

    /// Reads a payload.
    ///
    /// - Throws: `DecodingError` when a claim is missing, of another type (a time with a fraction, an array of
    ///   audiences), or contradicts another.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func invalid(_ key: CodingKeys) -> DecodingError {
            .dataCorruptedError(forKey: key, in: container, debugDescription: "Not a claim of ours.")
        }
        guard let audience = Audience(try container.decode(String.self, forKey: .audience)) else {
            throw invalid(.audience)
        }
        guard try container.decodeIfPresent(Store.ID.self, forKey: .storeID) == audience.storeID else {
            throw invalid(.storeID)
        }
        storeGeneration = try container.decodeIfPresent(Int64.self, forKey: .storeGeneration)
        guard (storeGeneration == nil) == (audience.storeID == nil) else { throw invalid(.storeGeneration) }
        guard let tokenID = UUID(canonical: try container.decode(String.self, forKey: .tokenID)) else {
            throw invalid(.tokenID)
        }
        subject = try container.decode(String.self, forKey: .subject)
        guard 1...128 ~= subject.utf8.count else { throw invalid(.subject) }
        self.audience = audience
        self.tokenID = tokenID
        issuer = try container.decode(String.self, forKey: .issuer)
        sessionID = try container.decode(SessionID.self, forKey: .sessionID)
        issuedAt = try container.decode(Int64.self, forKey: .issuedAt)
        notBefore = try container.decode(Int64.self, forKey: .notBefore)
        expiresAt = try container.decode(Int64.self, forKey: .expiresAt)
        generation = try container.decode(Int64.self, forKey: .generation)
        refreshCounter = try container.decode(UInt32.self, forKey: .refreshCounter)
        authenticatedAt = try container.decode(Int64.self, forKey: .authenticatedAt)
    }

    /// Writes a payload; `storeId` and `sgen` only for a store.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(issuer, forKey: .issuer)
        try container.encode(audience.description, forKey: .audience)
        try container.encode(subject, forKey: .subject)
        try container.encode(sessionID, forKey: .sessionID)
        try container.encode(tokenID.canonical, forKey: .tokenID)
        try container.encode(issuedAt, forKey: .issuedAt)
        try container.encode(notBefore, forKey: .notBefore)
        try container.encode(expiresAt, forKey: .expiresAt)
        try container.encode(generation, forKey: .generation)
        try container.encode(refreshCounter, forKey: .refreshCounter)
        try container.encode(authenticatedAt, forKey: .authenticatedAt)
        try container.encodeIfPresent(storeID, forKey: .storeID)
        try container.encodeIfPresent(storeGeneration, forKey: .storeGeneration)
    }
}
