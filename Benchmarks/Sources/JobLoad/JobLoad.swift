import ArgumentParser

/// A worker and a producer of jobs for the harness that measures job queues: they write down when each job began, and say
/// how long asking took.
@main
struct JobLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job-load", subcommands: [Work.self, Produce.self])
}

/// Which part of the way of a job is measured.
enum Way: String, ExpressibleByArgument {
    /// Redis alone: what is dispatched, and nothing that makes it durable.
    case core
    /// Row, claim and fenced completion in the master database, with Redis for dispatching.
    case durable
}
