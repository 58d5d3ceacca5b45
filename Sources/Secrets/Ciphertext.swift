/// A sealed value in the form `cp1`: bytes for a `bytea` column, or text for an environment or a file.
///
/// ```
/// "CP" 01 suite  kidLen kid  wrappedLen₁₆ wrapped  nonce₁₂ ct tag₁₆
/// wrapped = wnonce₁₂ ‖ AES-256-GCM(key kid, wnonce, data key, aad = "CP" 01 suite kidLen kid context)
/// ct ‖ tag = AES-256-GCM(data key, nonce, plaintext, aad = "CP" 01 suite context)
/// ```
/// The data key is fresh for every value. The key's name is authenticated in the wrapping alone, so re-wrapping under
/// another key leaves nonce, ciphertext and tag as they are. Holds nothing secret.
public struct Ciphertext: Hashable, Sendable {
    /// Which key wraps the data key. A claim until the value has been opened.
    public let keyID: KeyID
    let wrappedKey: [UInt8]
    let nonce: [UInt8]
    /// As long as the plaintext.
    let body: [UInt8]
    let tag: [UInt8]

    static let magic = Array("CP".utf8) + [1]
    /// AES-256-GCM for the value and for its key.
    static let suite: UInt8 = 1
    static let wrappedLength = 12 + 32 + 16

    init(keyID: KeyID, wrappedKey: [UInt8], nonce: [UInt8], body: [UInt8], tag: [UInt8]) {
        self.keyID = keyID
        self.wrappedKey = wrappedKey
        self.nonce = nonce
        self.body = body
        self.tag = tag
    }

    /// Takes the parts of a stored value apart, without opening it.
    ///
    /// - Throws: ``CiphertextError`` when the bytes have not the form above.
    public init(bytes: some Collection<UInt8>) throws(CiphertextError) {
        var rest = bytes[...]
        guard rest.take(3).elementsEqual(Self.magic), rest.popFirst() == Self.suite,
            let nameLength = rest.popFirst(), let keyID = KeyID(rest.take(Int(nameLength))),
            keyID.rawValue.utf8.count == nameLength,
            let high = rest.popFirst(), let low = rest.popFirst(), Int(high) << 8 | Int(low) == Self.wrappedLength,
            rest.count >= Self.wrappedLength + 12 + 16
        else { throw CiphertextError() }
        self.keyID = keyID
        wrappedKey = Array(rest.take(Self.wrappedLength))
        nonce = Array(rest.take(12))
        body = Array(rest.take(rest.count - 16))
        tag = Array(rest)
    }

    /// The value as a `bytea` column holds it.
    public var bytes: [UInt8] {
        let name = Array(keyID.rawValue.utf8)
        let wrappedLength = [UInt8(wrappedKey.count >> 8), UInt8(wrappedKey.count & 0xFF)]
        return Self.magic + [Self.suite, UInt8(name.count)] + name + wrappedLength + wrappedKey + nonce + body + tag
    }
}

extension Collection where SubSequence == Self {
    /// Takes that many elements off the front, or as many as there are.
    fileprivate mutating func take(_ count: Int) -> SubSequence {
        let taken = prefix(count)
        self = dropFirst(count)
        return taken
    }
}
