import ArgumentParser
import Bootstrap
import Jobs

struct PauseScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Let a schedule make no more jobs.",
        discussion: "What was promised goes on. Safe to repeat.")

    @Argument(help: "The name of the schedule.") var name: String
    @Option(help: "Why, for the others.") var reason: String?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if let reason, !(1...400 ~= reason.count) { throw ValidationError("--reason has 1 to 400 characters.") }
    }

    func run() async throws {
        try await OperatorSession.run { try await $0.jobs.pauseSchedule(name, reason: reason, by: nil) }
        if json { try OperatorSession.print(json: ["paused": name]) } else { print("Schedule \(name) is paused.") }
    }
}
