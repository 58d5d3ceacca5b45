import ArgumentParser
import Bootstrap
import Domain
import Secrets

struct CreateUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make an account that can log in at once.",
        discussion: """
            Prints a random password, this once, unless one comes with --password-stdin: a password on the command \
            line could be read by everybody on the machine. Exits 1 when the address has an account.
            """)

    @Option(help: "The e-mail address to log in with.") var email: String
    @Option(help: "The given name.") var firstName: String
    @Option(help: "The family name.") var lastName: String
    @Option(help: "agency makes stores, operator runs the platform.") var role = Account.Role.agency
    @Flag(help: "Read the password from standard input: its first line.") var passwordStdin = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        _ = try person()
    }

    func run() async throws {
        let person = try person()
        let password = passwordStdin ? try await StandardInput.firstLine() : nil
        let made = try await OperatorSession.run { console in
            try await console.createUser(
                email: person.email, firstName: person.first, lastName: person.last, role: role, password: password)
        }
        if json {
            try OperatorSession.print(json: Output(user: made.account, password: made.drawn?.exposed))
        } else {
            print("Created \(made.account.role.rawValue) \(made.account.email), id \(made.account.id).")
            if let drawn = made.drawn { print("Password, shown this once: \(drawn.exposed)") }
        }
    }

    private func person() throws -> (email: EmailAddress, first: DisplayName, last: DisplayName) {
        (
            try EmailAddress(argument: email), try DisplayName(argument: firstName, of: "--first-name"),
            try DisplayName(argument: lastName, of: "--last-name")
        )
    }

    private struct Output: Encodable {
        let user: Account
        let password: String?
    }
}
