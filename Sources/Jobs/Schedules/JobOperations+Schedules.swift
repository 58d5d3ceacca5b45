package import Requests
import Tenancy

/// What operators see of schedules, and do to them.
extension JobOperations {
    /// All schedules, by name; also those that are retired.
    package func schedules() async throws -> [ScheduleRecord] {
        try await ScheduleOperatorQueries.all(on: master.reading)
    }

    /// Lets no tick make a job until it is resumed; what was promised goes on. Safe to repeat.
    ///
    /// - Parameter reason: 1 to 400 characters.
    /// - Throws: ``ScheduleNotFound``.
    package func pauseSchedule(_ name: String, reason: String? = nil, by operator: Caller?) async throws {
        try await master.transaction { master in
            guard let standing = try await ScheduleOperatorQueries.lock(name, on: master) else {
                throw ScheduleNotFound()
            }
            guard !standing.isPaused else { return }
            try await ScheduleOperatorQueries.pause(name, reason: reason, by: `operator`?.account, on: master)
            try await noteAct(
                "schedule.paused", name, by: `operator`, detail: reason.map { ["reason": $0] } ?? [:], on: master)
        }
    }

    /// The opposite: goes on with the next tick from now on, whatever the policy; what came while it was paused is left out.
    ///
    /// - Throws: ``ScheduleNotFound``.
    package func resumeSchedule(_ name: String, by operator: Caller?) async throws {
        try await master.transaction { master in
            guard let standing = try await ScheduleOperatorQueries.lock(name, on: master) else {
                throw ScheduleNotFound()
            }
            guard standing.isPaused else { return }
            if !standing.isRetired { try await DeclarationQueries.move(name, to: standing.next, on: master) }
            try await ScheduleOperatorQueries.resume(name, on: master)
            try await noteAct("schedule.resumed", name, by: `operator`, on: master)
        }
    }
}
