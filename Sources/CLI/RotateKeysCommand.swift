import ArgumentParser
import Bootstrap
import Domain

struct RotateKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Begin to sign tokens with a new key.",
        discussion: """
            Publishes the new key now. Running API processes sign with it after 20 minutes, and drop the old one once \
            all its tokens have expired; nobody has to log in again. Safe to repeat: a rotation that is under way is \
            not begun again.
            """)

    @Flag(help: "Rotate the key that signs access tokens.") var signing = false
    @Flag(help: "Sign with the new key at once; whoever has not heard of it yet refuses its tokens.") var now = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard signing else { throw ValidationError("Say which keys to rotate: --signing.") }
    }

    func run() async throws {
        let begun = try await OperatorSession.run { try await $0.rotateSigningKey(isImmediate: now) }
        if now {
            OperatorSession.warn(
                "Warning: until a process has read the new key (30 s at most) or a cached key set is renewed (5 min), "
                    + "new tokens are refused there.")
        }
        if json {
            try OperatorSession.print(
                json: Output(kid: begun.kid, isNew: begun.isNew, isActive: now, signsFrom: begun.signsFrom))
        } else if now {
            print("Signing key \(begun.kid) signs from now on.")
        } else {
            print(
                "Signing key \(begun.kid) \(begun.isNew ? "is" : "was already") published; it signs from \(begun.signsFrom) on."
            )
        }
    }

    private struct Output: Encodable {
        let kid: String
        let isNew: Bool
        let isActive: Bool
        let signsFrom: Timestamp
    }
}
