import ArgumentParser

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring databases up to the newest migration.",
        subcommands: [MigrateMasterCommand.self])
}
