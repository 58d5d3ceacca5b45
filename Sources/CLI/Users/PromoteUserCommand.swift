import ArgumentParser
import Bootstrap
import Domain

struct PromoteUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote", abstract: "Give somebody a role.",
        discussion: "Counts from their next request on. Safe to repeat.")

    @Argument(help: "The e-mail address of the account.") var email: String
    @Option(help: "operator, or agency to take it back.") var role: Account.Role
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        _ = try EmailAddress(argument: email)
    }

    func run() async throws {
        let email = try EmailAddress(argument: email)
        let outcome = try await OperatorSession.run { try await $0.promote(email, to: role) }
        if json {
            try OperatorSession.print(json: Output(user: outcome.account, isChanged: outcome.isChanged))
        } else {
            print("\(outcome.account.email) is \(outcome.isChanged ? "now" : "already") \(role.rawValue).")
        }
    }

    private struct Output: Encodable {
        let user: Account
        let isChanged: Bool
    }
}
