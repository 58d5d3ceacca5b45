package import Secrets

/// Why a set of signing keys cannot be used. For operators; names keys and shows none.
package enum SigningKeyError: Error, Equatable, CustomStringConvertible {
    /// What was opened is no private key of the curve.
    case unreadable(KeyID)
    /// There is no active key, so nothing can be signed.
    case noActiveKey
    /// More than one key is active.
    case severalActiveKeys
    /// Two keys have this name.
    case duplicateName(KeyID)

    /// The rule that is broken, and by which key.
    package var description: String {
        switch self {
        case .unreadable(let id): "Signing key “\(id)” is not a private key on P-256."
        case .noActiveKey: "There is no active signing key."
        case .severalActiveKeys: "More than one signing key is active."
        case .duplicateName(let id): "Two signing keys are named “\(id)”."
        }
    }
}
