extension Ciphertext: LosslessStringConvertible {
    /// `cp1.` and the bytes in canonical base64url.
    public var description: String { "cp1." + Base64URL.encode(bytes) }

    /// Reads the text form; `nil` for anything else. Nothing is opened.
    public init?(_ description: String) {
        guard description.hasPrefix("cp1."), let bytes = Base64URL.decode(description.dropFirst(4)),
            let ciphertext = try? Self(bytes: bytes)
        else { return nil }
        self = ciphertext
    }
}
