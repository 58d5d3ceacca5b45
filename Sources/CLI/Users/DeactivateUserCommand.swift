import ArgumentParser
import Bootstrap
import Domain

struct DeactivateUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deactivate", abstract: "Lock somebody out, everywhere and at once.",
        discussion: "Ends all their sessions; their stores and credits stay. Safe to repeat.")

    @Argument(help: "The e-mail address of the account.") var email: String
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        _ = try EmailAddress(argument: email)
    }

    func run() async throws {
        let email = try EmailAddress(argument: email)
        let outcome = try await OperatorSession.run { try await $0.deactivate(email) }
        if json {
            try OperatorSession.print(
                json: Output(
                    user: outcome.account, isChanged: outcome.sessionsEnded != nil,
                    sessionsEnded: outcome.sessionsEnded ?? 0))
        } else if let ended = outcome.sessionsEnded {
            print("\(outcome.account.email) is deactivated; sessions ended: \(ended).")
        } else {
            print("\(outcome.account.email) is deactivated already.")
        }
    }

    private struct Output: Encodable {
        let user: Account
        let isChanged: Bool
        let sessionsEnded: Int
    }
}
