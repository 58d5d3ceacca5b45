/// How one worker behaves.
package struct JobRunnerConfiguration: Sendable {
    /// Handlers that run at the same time, 1 to 256. As many jobs again may have been run and wait for that to be written.
    package var concurrency: Int
    package var queues: [String]
    /// How long running jobs get after the order to stop before they are handed back.
    package var drain: Duration
    /// How long handlers get after that to end, before the process leaves without them.
    package var grace: Duration
    /// A job whose worker died this often while it ran is buried as poison.
    package var maxWorkerDeaths: Int
    package var backoff: Backoff
    package var timing: JobTiming

    package init(
        concurrency: Int = 16, queues: [String] = ["default"], drain: Duration = .seconds(25),
        grace: Duration = .seconds(5), maxWorkerDeaths: Int = 5, backoff: Backoff = Backoff(),
        timing: JobTiming = JobTiming()
    ) {
        self.concurrency = concurrency
        self.queues = queues
        self.drain = drain
        self.grace = grace
        self.maxWorkerDeaths = maxWorkerDeaths
        self.backoff = backoff
        self.timing = timing
    }
}
