import ArgumentParser
import Bootstrap
import Domain
import Jobs

struct RetryJobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Have jobs that stopped start over.",
        discussion: """
            One job by its id, or with --all every job that has failed or waits for its owner and meets the filter; canceled \
            ones only with --status canceled. A job that waits for its next attempt is due at once.
            """)

    @Argument(help: "The id of the job.") var id: String?
    @Flag(help: "All that meet the filter.") var all = false
    @OptionGroup var options: JobFilterOptions
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if let id { _ = try Job.ID(argument: id) }
        guard (id == nil) == all else { throw ValidationError("Name one job, or say --all.") }
        if id != nil, !options.isEmpty { throw ValidationError("A filter is for --all.") }
    }

    func run() async throws {
        if let id {
            let id = try Job.ID(argument: id)
            let job = try await OperatorSession.run { try await $0.jobs.retry(id, by: nil) }
            if json {
                try OperatorSession.print(json: job)
            } else {
                print("\(job.job.kind) \(id) is \(job.job.status.rawValue).")
            }
            return
        }
        let (retried, refused) = try await OperatorSession.run { try await $0.jobs.retryAll(options.filter, by: nil) }
        if json {
            try OperatorSession.print(
                json: Output(retried: retried, refused: refused.map { .init(id: "\($0.id)", reason: $0.reason) }))
        } else {
            for (id, reason) in refused { print("\(id): \(reason)") }
            print("\(retried) jobs start over, \(refused.count) do not.")
        }
        guard refused.isEmpty else { throw ExitCode.failure }
    }

    private struct Output: Encodable {
        struct Refusal: Encodable {
            let id: String
            let reason: String
        }

        let retried: Int
        let refused: [Refusal]
    }
}
