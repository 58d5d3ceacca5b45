/// Why a text is no set of keys. Says which entry and which rule; never shows a key.
public enum KeyringError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no text, or nothing in it.
    case missing
    /// The entry, counted from 1, has no colon between name and key.
    case malformedEntry(position: Int)
    /// The name of the entry, counted from 1, has other characters than `a-z0-9._-`, or none, or more than 32.
    case malformedName(position: Int)
    /// The key of that name is not base64.
    case notBase64(KeyID)
    /// The key of that name has not 32 bytes.
    case wrongLength(KeyID, bytes: Int)
    /// The key of that name is zeros, one pattern again and again, or the key of an example.
    case guessable(KeyID)
    /// Two keys have this name.
    case duplicateName(KeyID)

    /// The rule that is broken and what to do about it.
    public var description: String { "\(rule) Make a key with “tenantry keys generate”." }

    private var rule: String {
        switch self {
        case .missing: "There is no encryption key; one is needed to seal credentials."
        case .malformedEntry(let position):
            "Encryption key \(position) is not of the form name:base64, with commas between several."
        case .malformedName(let position):
            "The name of encryption key \(position) is not 1 to 32 of the characters a-z, 0-9, “.”, “_” and “-”."
        case .notBase64(let id): "Encryption key “\(id)” is not base64."
        case .wrongLength(let id, let bytes): "Encryption key “\(id)” has \(bytes) bytes; it must have 32."
        case .guessable(let id): "Encryption key “\(id)” is a default or an example that anybody can guess."
        case .duplicateName(let id): "Two encryption keys are named “\(id)”."
        }
    }
}
