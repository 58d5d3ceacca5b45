import Crypto
package import Secrets

/// A key pair that access tokens are signed with: ECDSA on P-256 with SHA-256 (ES256, RFC 7518 §3.4).
package struct SigningKey: Sendable, Identifiable {
    /// What a key is used for at the moment. It moves downwards only.
    package enum State: String, Sendable, CaseIterable, Codable {
        /// Published and believed, not yet signing: every process must have learned of it first.
        case pending
        /// The one that signs.
        case active
        /// Signs no longer; tokens it signed are good until they expire.
        case verifyOnly = "verify_only"
        /// Believed no longer, whatever it signed.
        case revoked
    }

    /// Its name, the `kid` of a token's header.
    package let id: KeyID
    /// What it is used for.
    package let state: State
    /// The header of every token it signs: base64url of `{"alg":"ES256","kid":"<id>","typ":"at+jwt"}`.
    let headerSegment: [UInt8]
    let privateKey: P256.Signing.PrivateKey

    /// A key as a row holds it, opened.
    ///
    /// - Throws: ``SigningKeyError`` unless `privateRepresentation` is the 32 bytes of a scalar of the curve.
    package init(id: KeyID, state: State, privateRepresentation: SecretBytes) throws(SigningKeyError) {
        do {
            privateKey = try P256.Signing.PrivateKey(rawRepresentation: privateRepresentation)
        } catch {
            throw SigningKeyError.unreadable(id)
        }
        self.id = id
        self.state = state
        headerSegment = Self.headerSegment(for: id)
    }

    /// A new key, drawn from the system's generator.
    package init(generating id: KeyID, state: State) {
        privateKey = P256.Signing.PrivateKey()
        self.id = id
        self.state = state
        headerSegment = Self.headerSegment(for: id)
    }

    private init(_ key: SigningKey, in state: State) {
        (id, self.state, headerSegment, privateKey) = (key.id, state, key.headerSegment, key.privateKey)
    }

    /// The same key, used for something else.
    func moved(to state: State) -> SigningKey { SigningKey(self, in: state) }

    /// The private scalar, 32 bytes, for sealing and nothing else.
    package var privateRepresentation: SecretBytes {
        var raw = privateKey.rawRepresentation
        return SecretBytes(wiping: &raw)
    }

    /// The public point, uncompressed: 65 bytes (X9.63).
    package var publicRepresentation: [UInt8] { Array(privateKey.publicKey.x963Representation) }

    private static func headerSegment(for id: KeyID) -> [UInt8] {
        // The characters of a key's name need no escaping in JSON.
        Array(Base64URL.encode(Array(#"{"alg":"ES256","kid":"\#(id)","typ":"at+jwt"}"#.utf8)).utf8)
    }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
    /// Name and state.
    package var description: String { "SigningKey(\(id), \(state.rawValue))" }

    /// A mirror without children.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
