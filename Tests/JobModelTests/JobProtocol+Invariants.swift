/// What must hold, whatever happens.
enum Property: String, CaseIterable {
    case oneEffect = "a job takes effect at most once"
    case noEffectAfterEnd = "a job takes no effect after its end was written"
    case effectIsTold = "a job that took effect is succeeded, and no other"
    case newestEpochEnds = "only the epoch of the newest claim ends an attempt"
    case oneRuns = "of one serial key at most one job runs"
    case epochsGrow = "epochs never go back"
    case attemptsCount = "an attempt is uncounted by nothing but handing back"
    case finalStays = "what is final stays so, unless its owner has it tried again"
    case tenantIsFenced = "an old epoch never writes to a tenant database that a newer one has claimed"
    case newestIsNotRefused = "the tenant database never refuses who holds the newest claim"
}

extension JobProtocol {
    func violation(of step: ProtocolStep, from before: ProtocolState, to after: ProtocolState) -> Property? {
        let epoch = step.worker.map { before.workers[$0].epoch }
        if step.action == .writesTenant, before.owner > epoch ?? 0 { return .tenantIsFenced }
        if after.owner < before.owner { return .epochsGrow }
        for job in after.jobs.indices where before.jobs[job] != after.jobs[job] {
            if let property = violation(of: step, by: epoch, from: before.jobs[job], to: after.jobs[job]) {
                return property
            }
        }
        for job in after.jobs.indices where after.jobs[job].status == .running {
            if after.owner > after.jobs[job].epoch { return .newestIsNotRefused }
            if job > 0, after.jobs[0].status == .running { return .oneRuns }
        }
        return nil
    }

    /// - Parameter epoch: that of the attempt whose worker takes the step.
    private func violation(
        of step: ProtocolStep, by epoch: UInt8?, from before: JobRecord, to after: JobRecord
    ) -> Property? {
        let takesEffect = after.effects > before.effects
        if after.effects > 1 { return .oneEffect }
        if takesEffect, before.status.isFinal { return .noEffectAfterEnd }
        if (after.status == .succeeded) != (after.effects == 1) { return .effectIsTold }
        let endsAttempt = before.status == .running && after.status != .running
        // The heartbeat names the epoch that it has just read.
        if takesEffect || endsAttempt, epoch != before.epoch, step.action != .givesBackUnheld {
            return .newestEpochEnds
        }
        if after.epoch < before.epoch { return .epochsGrow }
        if after.attempt < before.attempt, !step.action.handsBack { return .attemptsCount }
        if before.status.isFinal, after.status != before.status, step.action != .ownerReopens { return .finalStays }
        return nil
    }
}
