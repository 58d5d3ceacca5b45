import Credits
import Jobs

extension ControlPlane {
    /// Which jobs recur. A new name is a new schedule; `docs/jobs.md` says what happens when one is changed or taken away.
    static func jobSchedules() throws -> [JobSchedule] {
        [try JobSchedule("verify-ledgers", "0 2 * * *", payload: VerifyLedgers(), catchUp: .once, band: 2)]
    }
}
