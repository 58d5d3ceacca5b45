import ArgumentParser
import Bootstrap
import Domain
import Jobs

struct ShowJobCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one job, its steps and every attempt at it.")

    @Argument(help: "The id of the job.") var id: String
    @Flag(help: "Print JSON.") var json = false

    func validate() throws { _ = try Job.ID(argument: id) }

    func run() async throws {
        let id = try Job.ID(argument: id)
        let detail = try await OperatorSession.run { try await $0.jobs.show(id) }
        if json { try OperatorSession.print(json: detail) } else { print(text(detail)) }
    }

    private func text(_ detail: JobDetail) -> String {
        let (record, job) = (detail.job, detail.job.job)
        var lines = [
            "\(job.kind) \(job.id)",
            "status    \(record.isCanceling ? "running, to be canceled" : job.status.rawValue), \(job.percent) %",
            "queue     \(record.queue)",
            "attempt   \(job.attempt) of \(job.maxAttempts), \(record.workerDeaths) deaths of workers",
            "created   \(job.createdAt)",
        ]
        if let store = job.storeID { lines.append("store     \(store)") }
        if let user = job.userID { lines.append("account   \(user)") }
        if let request = record.requestID { lines.append("request   \(request)") }
        if let worker = record.worker { lines.append("worker    \(worker)") }
        if let next = job.nextAttemptAt { lines.append("starts    \(next)") }
        if let finished = job.finishedAt { lines.append("finished  \(finished)") }
        if let error = job.shownError {
            lines.append("error     \(error.code): \(error.message)")
            if let hint = error.hint { lines.append("          \(hint)") }
        }
        if !detail.steps.isEmpty {
            lines += [
                "",
                TextTable(
                    ["STEP", "STATUS", "DETAIL"], detail.steps.map { [$0.name, $0.status.rawValue, $0.detail ?? "-"] }
                ).text,
            ]
        }
        if !detail.attempts.isEmpty {
            let rows = detail.attempts.map { attempt in
                [
                    "\(attempt.attempt)", "\(attempt.startedAt)", attempt.endedAt.map { "\($0)" } ?? "-",
                    attempt.outcome ?? "under way", attempt.worker ?? "-", attempt.error?.code ?? "-",
                ]
            }
            lines += ["", TextTable(["ATTEMPT", "STARTED", "ENDED", "OUTCOME", "WORKER", "ERROR"], rows).text]
        }
        return lines.joined(separator: "\n")
    }
}
