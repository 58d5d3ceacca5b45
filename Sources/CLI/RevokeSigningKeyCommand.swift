import ArgumentParser
import Bootstrap

struct RevokeSigningKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Stop believing a signing key that somebody else may have.",
        discussion: """
            All access tokens that it signed are refused as soon as running processes have heard of it, 30 seconds at \
            most; clients refresh and go on. If it was the one that signs, another takes its place. Safe to repeat.
            """)

    @Argument(help: "Its name, as tenantry keys status shows it.") var kid: String
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let outcome = try await OperatorSession.run { try await $0.revokeSigningKey(kid) }
        if json {
            try OperatorSession.print(
                json: Output(kid: kid, isChanged: outcome.isChanged, successor: outcome.successor))
        } else {
            print("Signing key \(kid) is revoked\(outcome.isChanged ? "" : " already").")
            if let successor = outcome.successor { print("Signing key \(successor) signs from now on.") }
        }
    }

    private struct Output: Encodable {
        let kid: String
        let isChanged: Bool
        let successor: String?
    }
}
