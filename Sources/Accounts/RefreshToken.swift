import Crypto
import Domain
import Foundation
package import Secrets

/// A session and a counter, authenticated: what an access token is renewed with.
///
/// ```
/// cprt_ base64url( 01 realm sid₁₆ counter₃₂ HMAC-SHA256(key, "cp-rt-v1" ‖ those bytes ‖ salt₁₆)[0..<24] )
/// ```
/// The same session, counter, salt and key always give the same token, so an answer that was lost can be given again
/// without having been stored. The salt is the session's and stands in its row; neither it nor the key makes a token
/// alone.
package struct RefreshToken: Hashable, Sendable {
    /// Whose users the session is one of; says in which database it is.
    package let realm: Realm
    /// The session. A claim until ``isAuthentic(salt:key:)``.
    package let sessionID: SessionID
    /// How often the session had been refreshed when this token was made. A claim until ``isAuthentic(salt:key:)``.
    package let counter: UInt32
    let code: [UInt8]

    /// Makes the token of one count of a session.
    ///
    /// - Parameter salt: 16 random bytes of the session's own.
    package init(realm: Realm, sessionID: SessionID, counter: UInt32, salt: [UInt8], key: RefreshTokenKey) {
        self.realm = realm
        self.sessionID = sessionID
        self.counter = counter
        code = Self.code(over: Self.head(realm, sessionID, counter), salt: salt, key: key)
    }

    /// Takes a token apart that somebody sent, without asking any database.
    ///
    /// - Returns: `nil` for anything but the one spelling that ``text`` writes.
    package init?(_ text: String) {
        guard text.utf8.count == 67, text.hasPrefix("cprt_"), let bytes = Base64URL.decode(text.dropFirst(5)),
            bytes.count == 46, bytes[0] == 1, let realm = Realm(rawValue: bytes[1])
        else { return nil }
        self.realm = realm
        sessionID = SessionID(rawValue: UUID(bytes: bytes[2..<18]))
        counter = bytes[18..<22].reduce(0) { $0 << 8 | UInt32($1) }
        code = Array(bytes[22...])
    }

    /// Whether we made it for this session. Takes the same time wherever a forgery differs.
    package func isAuthentic(salt: [UInt8], key: RefreshTokenKey) -> Bool {
        let expected = Self.code(over: Self.head(realm, sessionID, counter), salt: salt, key: key)
        return SecretBytes(copying: code) == SecretBytes(copying: expected)
    }

    /// The token as its owner gets it: 67 characters.
    package var text: Redacted<String> {
        Redacted("cprt_" + Base64URL.encode(Self.head(realm, sessionID, counter) + code))
    }

    private static func head(_ realm: Realm, _ session: SessionID, _ counter: UInt32) -> [UInt8] {
        [1, realm.rawValue] + session.rawValue.bytes
            + (0..<4).map { UInt8(truncatingIfNeeded: counter >> (24 - 8 * $0)) }
    }

    private static func code(over head: [UInt8], salt: [UInt8], key: RefreshTokenKey) -> [UInt8] {
        let message = Array("cp-rt-v1".utf8) + head + salt
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: key.key).prefix(24))
    }
}

extension RefreshToken: CustomStringConvertible, CustomReflectable {
    /// Session and counter, without what makes it a token.
    package var description: String { "RefreshToken(\(sessionID), \(counter))" }

    /// A mirror without children.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
