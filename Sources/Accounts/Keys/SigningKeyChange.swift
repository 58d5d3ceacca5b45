/// A signing key that came into another state.
package struct SigningKeyChange: Sendable, Hashable, Encodable {
    /// The key's name.
    package let kid: String
    /// What it is used for from now on.
    package let state: SigningKey.State

    init(_ kid: String, _ state: SigningKey.State) {
        self.kid = kid
        self.state = state
    }
}
