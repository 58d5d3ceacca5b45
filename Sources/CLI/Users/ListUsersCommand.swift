import ArgumentParser
import Bootstrap
import Domain

struct ListUsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the platform's own users, newest first.")

    @Option(help: "Only agency or only operator.") var role: Account.Role?
    @Option(help: "How many, 1 to 1000.") var limit = 100
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard 1...1_000 ~= limit else { throw ValidationError("--limit is 1 to 1000.") }
    }

    func run() async throws {
        let users = try await OperatorSession.run { try await $0.users(role, limit: limit) }
        if json {
            try OperatorSession.print(json: ["users": users])
        } else {
            for user in users {
                let standing = user.isActive ? user.role.rawValue : "\(user.role.rawValue), deactivated"
                print("\(user.email)  \(standing)  \(user.firstName) \(user.lastName), since \(user.createdAt)")
            }
        }
    }
}
