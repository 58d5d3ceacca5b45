import ArgumentParser
import Bootstrap
import Jobs

struct ResumeScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let a schedule go on.",
        discussion: "With the next tick from now on: what came while it was paused is left out. Safe to repeat.")

    @Argument(help: "The name of the schedule.") var name: String
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await OperatorSession.run { try await $0.jobs.resumeSchedule(name, by: nil) }
        if json { try OperatorSession.print(json: ["resumed": name]) } else { print("Schedule \(name) goes on.") }
    }
}
