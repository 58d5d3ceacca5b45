import ArgumentParser

@main
struct TenantryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenantry",
        abstract: "The control plane of a database-per-tenant platform.",
        discussion: """
            Try it: tenantry dev --demo
            Exit codes: 0 it worked, 1 it failed, 2 it was called wrongly.
            """,
        subcommands: [
            DevCommand.self, ServeCommand.self, WorkCommand.self, MigrateCommand.self, KeysCommand.self,
            UsersCommand.self, CreditsCommand.self, JobsCommand.self,
        ])

    /// Usage errors end with 2, everything else that fails with 1 and one sentence on standard error.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let code as ExitCode {
            exit(withError: code)
        } catch {
            switch exitCode(for: error) {
            case .success: exit(withError: error)
            case .validationFailure: Complaint.write(fullMessage(for: error), status: 2)
            default: Complaint.write("tenantry: \(error)", status: 1)
            }
        }
    }
}
