import ArgumentParser
import Domain

struct UsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Make, promote and deactivate the platform's own users.",
        discussion: "The customers of a store are none of these: they live in its own database.",
        subcommands: [
            CreateUserCommand.self, PromoteUserCommand.self, DeactivateUserCommand.self, ListUsersCommand.self,
        ])
}

extension Account.Role: ExpressibleByArgument {}

extension EmailAddress {
    /// An address from the command line.
    ///
    /// - Throws: `ValidationError` with the rule it breaks.
    init(argument text: String) throws {
        do { try self.init(parsing: text) } catch { throw ValidationError(error.message) }
    }
}

extension DisplayName {
    /// A name from the command line.
    ///
    /// - Throws: `ValidationError` with the option and the rule it breaks.
    init(argument text: String, of option: String) throws {
        do { try self.init(parsing: text) } catch { throw ValidationError("\(option): \(error.message)") }
    }
}
