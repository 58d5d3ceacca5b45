import Foundation

/// Somebody who asks who they are.
struct Caller: Sendable {
    /// The host that is named in the request.
    let host: String
    let token: String
    /// What is in the answer when all is well.
    let identity: String
    /// Whether the token was revoked.
    var isRevoked = false

    /// The token with one character of its signature changed.
    var bentToken: String {
        var characters = Array(token)
        let place = characters.count - 20
        characters[place] = characters[place] == "A" ? "B" : "A"
        return String(characters)
    }
}
