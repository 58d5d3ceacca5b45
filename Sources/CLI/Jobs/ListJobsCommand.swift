import ArgumentParser
import Bootstrap
import Domain
import Jobs

struct ListJobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Show jobs, newest first.")

    @OptionGroup var options: JobFilterOptions
    @Option(help: "How many, 1 to 200.") var limit = 50
    @Option(help: "Go on after this job: the last one of the page before.") var after: String?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard JobOperations.limits ~= limit else { throw ValidationError("--limit is 1 to 200.") }
        if let after { _ = try Job.ID(argument: after) }
    }

    func run() async throws {
        let cursor = try after.map { try Job.ID(argument: $0) }
        let page = try await OperatorSession.run { console in
            try await console.jobs.list(options.filter, after: cursor, limit: limit)
        }
        if json {
            try OperatorSession.print(json: Output(jobs: page.jobs, next: page.next?.description))
        } else if page.jobs.isEmpty {
            print("There is no such job.")
        } else {
            print(
                TextTable(
                    ["ID", "KIND", "STATUS", "ATTEMPT", "CREATED", "ERROR"],
                    page.jobs.map { record in
                        let job = record.job
                        return [
                            "\(job.id)", job.kind, record.isCanceling ? "canceling" : job.status.rawValue,
                            "\(job.attempt)/\(job.maxAttempts)", "\(job.createdAt)", job.shownError?.code ?? "-",
                        ]
                    }
                ).text)
            if let next = page.next { print("There are more: --after \(next)") }
        }
    }

    private struct Output: Encodable {
        let jobs: [JobRecord]
        let next: String?
    }
}
