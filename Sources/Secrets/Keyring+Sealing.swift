import Crypto
import Foundation

extension Keyring {
    /// Seals a secret for one place, under the primary key and a data key of its own.
    ///
    /// The ciphertext is as long as the plaintext and 95 bytes and the key's name: seal ``SecretBytes/padded()``
    /// where the length could tell something.
    public func seal(_ plaintext: SecretBytes, for context: SealingContext) -> Ciphertext {
        seal(plaintext, for: context, with: SealingMaterial())
    }

    /// Opens a value at the place it was sealed for.
    ///
    /// - Throws: ``CiphertextError``, the same for every reason.
    public func open(_ ciphertext: Ciphertext, for context: SealingContext) throws(CiphertextError) -> SecretBytes {
        let dataKey = try dataKey(of: ciphertext, for: context)
        return try Self.decrypt(
            ciphertext.body, nonce: ciphertext.nonce, tag: ciphertext.tag, key: dataKey,
            authenticating: Self.bodyHeader + context.authenticatedBytes)
    }

    /// The same value under the primary key: only the wrapping of its data key is new, the plaintext is never seen.
    ///
    /// A value that is under the primary key already comes back as it is.
    ///
    /// - Throws: ``CiphertextError`` when the data key does not unwrap at this place.
    public func rewrap(_ ciphertext: Ciphertext, for context: SealingContext) throws(CiphertextError) -> Ciphertext {
        let dataKey = try dataKey(of: ciphertext, for: context)
        guard ciphertext.keyID != primaryKeyID else { return ciphertext }
        let wrapped = wrap(dataKey, for: context, nonce: AES.GCM.Nonce())
        return Ciphertext(
            keyID: primaryKeyID, wrappedKey: wrapped, nonce: ciphertext.nonce, body: ciphertext.body,
            tag: ciphertext.tag)
    }

    func seal(_ plaintext: SecretBytes, for context: SealingContext, with material: SealingMaterial) -> Ciphertext {
        let body = Self.encrypt(
            plaintext, nonce: material.nonce, key: material.dataKey.symmetricKey,
            authenticating: Self.bodyHeader + context.authenticatedBytes)
        return Ciphertext(
            keyID: primaryKeyID, wrappedKey: wrap(material.dataKey, for: context, nonce: material.wrapNonce),
            nonce: Array(material.nonce), body: Array(body.ciphertext), tag: Array(body.tag))
    }

    private func wrap(_ dataKey: SecretBytes, for context: SealingContext, nonce: AES.GCM.Nonce) -> [UInt8] {
        guard let key = keys[primaryKeyID] else { preconditionFailure("the initialiser puts the primary key in") }
        let box = Self.encrypt(
            dataKey, nonce: nonce, key: key,
            authenticating: Self.wrapHeader(of: primaryKeyID) + context.authenticatedBytes)
        return Array(nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    private func dataKey(of value: Ciphertext, for context: SealingContext) throws(CiphertextError) -> SecretBytes {
        guard let key = keys[value.keyID] else { throw CiphertextError() }
        let wrapped = value.wrappedKey
        return try Self.decrypt(
            wrapped[12..<44], nonce: wrapped[..<12], tag: wrapped[44...], key: SecretBytes(copying: key),
            authenticating: Self.wrapHeader(of: value.keyID) + context.authenticatedBytes)
    }

    private static let bodyHeader = Ciphertext.magic + [Ciphertext.suite]

    private static func wrapHeader(of id: KeyID) -> [UInt8] {
        let name = Array(id.rawValue.utf8)
        return bodyHeader + [UInt8(name.count)] + name
    }

    private static func encrypt(
        _ plaintext: SecretBytes, nonce: AES.GCM.Nonce, key: SymmetricKey, authenticating context: [UInt8]
    ) -> AES.GCM.SealedBox {
        plaintext.withData { data in
            do {
                return try AES.GCM.seal(data, using: key, nonce: nonce, authenticating: context)
            } catch {
                // Only a key that is not 16, 24 or 32 bytes fails, and all of ours are made with 32.
                preconditionFailure("AES-GCM refused a 256-bit key")
            }
        }
    }

    /// Opens what AES-256-GCM sealed with a nonce of 12 bytes and a tag of 16; any other is refused.
    static func decrypt(
        _ body: some Collection<UInt8>, nonce: some Collection<UInt8>, tag: some Collection<UInt8>, key: SecretBytes,
        authenticating context: [UInt8]
    ) throws(CiphertextError) -> SecretBytes {
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: Array(nonce)), ciphertext: Array(body), tag: Array(tag))
            var plaintext = try AES.GCM.open(box, using: key.symmetricKey, authenticating: context)
            return SecretBytes(wiping: &plaintext)
        } catch {
            throw CiphertextError()
        }
    }
}
