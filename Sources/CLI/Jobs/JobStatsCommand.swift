import ArgumentParser
import Bootstrap
import Jobs

struct JobStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Show how much there is in each queue.",
        discussion: "OLDEST is how long the job that has been due longest has been due.")

    @Option(help: "Show it again every so many seconds, until Ctrl-C.") var watch: Double?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if let watch, !(0.2...3_600 ~= watch) { throw ValidationError("--watch is 0.2 to 3600 seconds.") }
    }

    func run() async throws {
        try await OperatorSession.run { console in
            while true {
                let queues = try await console.jobs.queues()
                if json { try OperatorSession.print(json: ["queues": queues]) } else { print(table(queues)) }
                guard let watch else { return }
                try await Task.sleep(for: .seconds(watch))
            }
        }
    }

    private func table(_ queues: [QueueStanding]) -> String {
        TextTable(
            ["QUEUE", "QUEUED", "SCHEDULED", "RUNNING", "RETRYING", "ACTION", "FAILED", "OLDEST", "WORKERS"],
            queues.map { queue in
                [
                    queue.isPaused ? "\(queue.name) (paused)" : queue.name, "\(queue.queued)", "\(queue.scheduled)",
                    "\(queue.running)", "\(queue.retrying)", "\(queue.actionRequired)", "\(queue.failed)",
                    queue.oldestWaitingSeconds.map(TextTable.duration) ?? "-", "\(queue.workers)",
                ]
            }
        ).text
    }
}
