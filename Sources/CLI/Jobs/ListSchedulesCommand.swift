import ArgumentParser
import Bootstrap
import Domain
import Jobs

struct ListSchedulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show all schedules: when the next tick is, and what became of the last one.",
        discussion: "NEXT does not pass while a schedule is paused; resuming sets it anew.")

    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let schedules = try await OperatorSession.run { try await $0.jobs.schedules() }
        if json {
            try OperatorSession.print(json: ["schedules": schedules])
        } else if schedules.isEmpty {
            print("There is no schedule: workers write them down when they start.")
        } else {
            print(
                TextTable(
                    ["NAME", "CRON", "ZONE", "MISSED", "STATE", "NEXT", "LAST", "JOB", "STATUS"],
                    schedules.map { schedule in
                        [
                            schedule.name, schedule.cron, schedule.timeZone, schedule.catchUp, state(of: schedule),
                            schedule.nextAt.map { "\($0)" } ?? "-", schedule.lastTickAt.map { "\($0)" } ?? "-",
                            schedule.lastJobId.map { "\($0)" } ?? "-", schedule.lastJobState?.rawValue ?? "-",
                        ]
                    }
                ).text)
        }
    }

    private func state(of schedule: ScheduleRecord) -> String {
        schedule.retiredAt != nil ? "retired" : schedule.isPaused ? "paused" : "on"
    }
}
