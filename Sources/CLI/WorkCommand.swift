import ArgumentParser
import Bootstrap
import Jobs

struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "Run a worker.",
        discussion: """
            Any number may run side by side; a killed one's jobs go on elsewhere within 15 seconds.
            SIGTERM takes no more jobs, gives running ones 25 seconds, then hands them back.
            """)

    @Option(help: "Jobs at the same time, 1 to 256.") var concurrency = 16
    @Option(help: "Queues to serve, separated by commas.") var queues = "default"

    func validate() throws {
        guard 1...256 ~= concurrency else { throw ValidationError("--concurrency is 1 to 256.") }
        guard !names.isEmpty else { throw ValidationError("--queues names at least one queue.") }
    }

    func run() async throws {
        let plane = try await Process.controlPlane()
        let runner = JobRunnerConfiguration(
            concurrency: concurrency, queues: names, maxWorkerDeaths: plane.configuration.maxWorkerDeaths)
        try await Process.run(
            plane.metricsServices + plane.commonServices + (try plane.workerServices(runner)), logger: plane.logger)
    }

    private var names: [String] {
        queues.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }.filter { !$0.isEmpty }
    }
}
