package import Domain
package import Foundation

/// What an access token says. Times are whole seconds since 1970.
///
/// Only ever made by ``AccessTokens``, which also is the only reader, so the form is ours: unknown claims are ignored,
/// each of these must be there with exactly its own type.
package struct AccessClaims: Hashable, Sendable {
    /// `iss`: the control plane that minted it.
    package let issuer: String
    /// `aud`: where it is good.
    package let audience: Audience
    /// `sub`: who it is, an id of the audience's realm, 1 to 128 bytes.
    package let subject: String
    /// `sid`: the session it belongs to; what revocation goes by.
    package let sessionID: SessionID
    /// `jti`: this token.
    package let tokenID: UUID
    /// `iat`: when it was minted.
    package let issuedAt: Int64
    /// `nbf`: from when on it is good.
    package let notBefore: Int64
    /// `exp`: until when it is good.
    package let expiresAt: Int64
    /// `gen`: the user's generation; a newer one kills it.
    package let generation: Int64
    /// `sgen`: the store's generation, of a store token; a newer one kills it. `nil` on the platform.
    package let storeGeneration: Int64?
    /// `rtc`: the counter of the refresh token that came with it.
    package let refreshCounter: UInt32
    /// `auth_time`: when the password was last given.
    package let authenticatedAt: Int64

    /// `storeId`: the store of a store token.
    package var storeID: Store.ID? { audience.storeID }
}
