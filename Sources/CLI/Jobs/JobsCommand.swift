import ArgumentParser
import Domain
import Jobs

struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "See what the platform has promised, and steer it.",
        discussion: "Works on the master database alone, also while no worker runs. Every act is in the audit log.",
        subcommands: [
            JobStatsCommand.self, ListJobsCommand.self, ShowJobCommand.self, RetryJobsCommand.self,
            CancelJobCommand.self, PauseJobsCommand.self, ResumeJobsCommand.self, SchedulesCommand.self,
        ])
}

extension JobStatus: ExpressibleByArgument {}

extension Job.ID {
    /// An id from the command line.
    ///
    /// - Throws: `ValidationError`.
    init(argument text: String) throws {
        guard let id = Job.ID(text) else { throw ValidationError("\(text) is no id of a job.") }
        self = id
    }
}

/// Which jobs are meant, as options.
struct JobFilterOptions: ParsableArguments {
    @Option(
        help:
            "Only those that are queued, scheduled, running, retrying, action_required, succeeded, failed or canceled.")
    var status: JobStatus?
    @Option(help: "Only this kind, such as connect-database.") var kind: String?
    @Option(help: "Only this queue.") var queue: String?
    @Option(help: "Only those for this store, by its id.") var store: String?

    func validate() throws {
        if let store, Store.ID(store) == nil { throw ValidationError("--store is the id of a store.") }
    }

    var filter: JobFilter {
        JobFilter(status: status, kind: kind, queue: queue, store: store.flatMap { Store.ID($0) })
    }

    var isEmpty: Bool { filter == JobFilter() }
}
