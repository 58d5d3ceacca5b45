import ArgumentParser
import Bootstrap
import Jobs

struct PauseJobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Start no more jobs of a queue, of a kind or of a store.",
        discussion: "What runs goes on, what is asked for waits. Safe to repeat.")

    @OptionGroup var target: PauseTarget
    @Option(help: "Why, for the others.") var reason: String?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if let reason, !(1...400 ~= reason.count) { throw ValidationError("--reason has 1 to 400 characters.") }
    }

    func run() async throws {
        try await OperatorSession.run { try await $0.jobs.pause(target.scope, target.name, reason: reason, by: nil) }
        if json {
            try OperatorSession.print(json: ["paused": target.name])
        } else {
            print("\(target.scope.rawValue) \(target.name) is paused.")
        }
    }
}
