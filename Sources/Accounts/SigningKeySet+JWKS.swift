import Crypto
package import Foundation
import Secrets

extension SigningKeySet {
    private struct JWK: Encodable {
        let kty = "EC"
        let crv = "P-256"
        let alg = "ES256"
        let use = "sig"
        let kid: KeyID
        let x: String
        let y: String

        init(_ key: SigningKey) {
            let point = key.privateKey.publicKey.rawRepresentation
            kid = key.id
            x = Base64URL.encode(point.prefix(32))
            y = Base64URL.encode(point.suffix(32))
        }
    }

    /// The public halves of all published keys as a JWK set (RFC 7517 §5), in UTF-8, the same bytes for the same keys.
    package var jwks: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(["keys": published.map(JWK.init)])
        } catch {
            preconditionFailure("strings always encode")
        }
    }
}
