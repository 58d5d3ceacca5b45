import ArgumentParser
import Bootstrap
import Domain
import Jobs

struct CancelJobCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Call a job off.",
        discussion: "What waits never starts. What runs is told within a second, and ends as soon as it listens.")

    @Argument(help: "The id of the job.") var id: String
    @Flag(help: "Print JSON.") var json = false

    func validate() throws { _ = try Job.ID(argument: id) }

    func run() async throws {
        let id = try Job.ID(argument: id)
        let job = try await OperatorSession.run { try await $0.jobs.cancel(id, by: nil) }
        if json {
            try OperatorSession.print(json: job)
        } else if job.isCanceling {
            print("\(job.job.kind) \(id) runs, and has been told to stop.")
        } else {
            print("\(job.job.kind) \(id) is \(job.job.status.rawValue).")
        }
    }
}
