package import Credits
package import Jobs
import Tenancy

/// Tells one store's own database of its credits.
///
/// A database that is away is no failure of the job's: it looks again later, without end and without using up attempts,
/// for as long as the store is open.
package struct SyncCreditsHandler: JobHandler {
    /// How long to leave a database alone that is away.
    static let pause = Duration.seconds(15)

    let sync: CreditSync

    package init(sync: CreditSync) { self.sync = sync }

    package func run(_ job: SyncCredits, in context: JobContext) async throws -> JobOutcome {
        do {
            try await sync.run(job.storeID)
            return .done
        } catch TenantUnavailable.notActive {
            return .done  // it is told everything when it opens again
        } catch is TenantUnavailable {
            return .snooze(Self.pause)
        }
    }
}
