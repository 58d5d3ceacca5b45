import Domain
import Logging
import Schedules
import Tenancy

/// Brings `job_schedules` in line with what this program declares, while another version may declare otherwise.
///
/// Whoever starts last is right: its declarations take the place of others at once, so a new release counts from its first
/// process on, and so does the old one after a roll-back. After that a process only confirms rows that stand as it declares
/// them; one that nobody confirms for `silence` is open to any living process that declares it otherwise. So two versions
/// side by side write a row at their starts and not in turns.
struct ScheduleDeclarations: Sendable {
    let schedules: [JobSchedule]
    let silence: Duration
    let master: Database<Master>
    let logger: Logger

    /// - Parameters:
    ///   - isStart: whether this process has just started.
    ///   - settle: sees to what is due of a schedule before its times change, in the same transaction.
    func write(
        isStart: Bool, settle: (_ name: String, Session<Master>) async throws -> Void
    ) async throws {
        for schedule in schedules {
            try await master.transaction { try await write(schedule, isStart: isStart, settle: settle, on: $0) }
        }
        let retired = try await DeclarationQueries.retire(
            allBut: schedules.map(\.name), silence: silence, on: master.session)
        if !retired.isEmpty { logger.notice("schedules retired", metadata: ["schedules": "\(retired)"]) }
    }

    private func write(
        _ schedule: JobSchedule, isStart: Bool, settle: (String, Session<Master>) async throws -> Void,
        on master: Session<Master>
    ) async throws {
        guard let standing = try await DeclarationQueries.lock(schedule, silence: silence, on: master) else {
            return try await DeclarationQueries.insert(schedule, next: next(of: schedule, on: master), on: master)
        }
        if standing.isRetired {
            try await DeclarationQueries.replace(schedule, on: master)
            try await move(schedule, on: master)
            logger.notice("schedule is back", metadata: ["schedule": "\(schedule.name)"])
        } else if standing.isSame {
            try await DeclarationQueries.keep(schedule.name, on: master)
        } else if isStart || standing.isAbandoned {
            if !standing.hasSameTimes { try await settle(schedule.name, master) }
            try await DeclarationQueries.replace(schedule, on: master)
            if !standing.hasSameTimes { try await move(schedule, on: master) }
            logger.notice("schedule changed", metadata: ["schedule": "\(schedule.name)"])
        } else {
            logger.info(
                "schedule is declared otherwise by another process", metadata: ["schedule": "\(schedule.name)"])
        }
    }

    private func move(_ schedule: JobSchedule, on master: Session<Master>) async throws {
        try await DeclarationQueries.move(schedule.name, to: next(of: schedule, on: master), on: master)
    }

    private func next(of schedule: JobSchedule, on master: Session<Master>) async throws -> Timestamp? {
        try await DeclarationQueries.now(on: master).flatMap(schedule.when.next(after:))
    }
}
