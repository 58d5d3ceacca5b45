import ArgumentParser
import Bootstrap
import Jobs

struct ResumeJobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Start jobs again that were paused.",
        discussion: "Workers know within a second. Safe to repeat.")

    @OptionGroup var target: PauseTarget
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await OperatorSession.run { try await $0.jobs.resume(target.scope, target.name, by: nil) }
        if json {
            try OperatorSession.print(json: ["resumed": target.name])
        } else {
            print("\(target.scope.rawValue) \(target.name) goes on.")
        }
    }
}
