import ArgumentParser

struct SchedulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedules", abstract: "See which jobs recur, and stop one for a while.",
        subcommands: [ListSchedulesCommand.self, PauseScheduleCommand.self, ResumeScheduleCommand.self],
        defaultSubcommand: ListSchedulesCommand.self)
}
