import ArgumentParser

struct CreditsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credits", abstract: "Look after the books.",
        subcommands: [VerifyCreditsCommand.self, CreditAuditsCommand.self])
}
