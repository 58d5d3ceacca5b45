import Migrations
import Postgres
import Tenancy

extension ProvisioningProblem {
    /// The error as its owner can be told of it, or as it is when there are no words for it.
    static func telling(_ error: any Error) -> any Error {
        switch error {
        case let error as PostgresError:
            return error.kind == .cancelled ? CancellationError() : Self(error) ?? error as any Error
        case let error as MigrationError: return telling(error)
        case let error as MigrationPlanError: return migrationFailed("\(error)")
        case let error as TargetRefusal:
            return Self(.customer, "target_not_allowed", error.rule, hint: "Retry with another database.")
        case TenantUnavailable.unknownHost: return unknownHost
        case TenantUnavailable.noManagedCluster: return noCluster
        default: return error
        }
    }

    private static func telling(_ error: MigrationError) -> any Error {
        switch error {
        case .cancelled: CancellationError()
        case .lockBusy, .headMoved: busy
        case .fenced: superseded
        case .plan(let cause): migrationFailed("\(cause)")
        case .ledgerUnreadable: verificationFailed("its ledger was not written by this platform")
        case .database(let cause), .interrupted(let cause): Self(cause) ?? unreachable
        case .failed(let failure): Self(sqlState: failure.sqlState ?? "") ?? migrationFailed("\(failure)")
        }
    }

    private static let noCluster = Self(
        .developer, "no_managed_cluster", "This platform has no cluster of its own at the moment.",
        hint: "The operator of this platform has to configure one.")
}
