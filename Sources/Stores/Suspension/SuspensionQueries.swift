import Domain
import Jobs
import Postgres
import Tenancy

/// The SQL that closes stores and opens them again.
enum SuspensionQueries {
    /// Where a store stands, with its row locked until the caller's transaction ends.
    struct Standing: Decodable {
        let status: Store.Status
        let provisioningJobId: Job.ID?
        let suspendedFrom: Store.Status?
    }

    static func lock(
        _ id: Store.ID, of owner: Account.ID, on master: Session<Master>
    ) async throws(PostgresError) -> Standing? {
        try await master.first(
            """
            select status, provisioning_job_id, suspended_from from stores
            where id = \(id) and owner_id = \(owner) for no key update
            """)
    }

    static func suspend(_ id: Store.ID, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            "update stores set status = 'suspended', suspended_from = status where id = \(id)")
    }

    static func resume(_ id: Store.ID, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            "update stores set status = suspended_from, suspended_from = null where id = \(id)")
    }
}
