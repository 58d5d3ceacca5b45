package import Domain
import Foundation
package import Jobs
package import Postgres
package import Tenancy

/// The SQL by which a worker reads what is to be provisioned and writes what became of it.
package enum ProvisioningQueries {
    /// A store that is being given its database.
    struct Subject: Decodable, Sendable {
        let platformId: UUID
        let name: DisplayName
        let slug: Slug
        let ownerName: String
        let ownerEmail: EmailAddress
        let kind: Store.Database.Kind
        let sealedCredentials: Data
        let credentialVersion: Int
        let allowsExisting: Bool
    }

    static func subject(
        _ id: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) -> Subject? {
        try await master.first(
            """
            select i.id as platform_id, s.name, s.slug, u.first_name || ' ' || u.last_name as owner_name,
                   u.email as owner_email, d.kind, d.sealed_credentials, d.credential_version, d.allows_existing
            from stores s
            join users u on u.id = s.owner_id
            join store_databases d on d.store_id = s.id
            cross join installation i
            where s.id = \(id) and s.status = 'provisioning'
            """, decoding: Subject.self)
    }

    /// Opens the store. Runs in the transaction that completes its job.
    ///
    /// - Returns: `false` when the credentials are not those any more that were used; roll back then.
    static func activate(
        _ id: Store.ID, schemaVersion: String, hostname: String, serverVersion: Int, credentialVersion: Int,
        on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            update stores set status = 'active', schema_version = \(schemaVersion),
                              activated_at = coalesce(activated_at, now())
            where id = \(id) and status = 'provisioning'
            """)
        let isCurrent =
            try await master.execute(
                """
                update store_databases set status = 'connected', connected_at = coalesce(connected_at, now()),
                                           server_version = \(Int32(serverVersion))
                where store_id = \(id) and credential_version = \(Int32(credentialVersion))
                """) == 1
        guard isCurrent else { return false }
        try await master.execute(
            """
            insert into store_hostnames (hostname, store_id, is_primary)
            values (\(hostname), \(id),
                    not exists (select from store_hostnames where store_id = \(id) and is_primary))
            on conflict (hostname) do nothing
            """)
        return true
    }

    /// The store waits for somebody to act; its database may be connected to another store meanwhile.
    static func fail(_ id: Store.ID, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            "update stores set status = 'failed' where id = \(id) and status = 'provisioning'")
        try await master.execute(
            "update store_databases set status = 'failed' where store_id = \(id) and status = 'pending'")
    }

    /// The job that gives or gave this owner's store its database.
    ///
    /// - Returns: `nil` when the store is not theirs; a pair without job before the first connect.
    package static func job(
        of id: Store.ID, owner: Account.ID, on master: Session<Master>
    ) async throws(PostgresError) -> (Store.ID, Job.ID?)? {
        try await master.first(
            "select id, provisioning_job_id from stores where id = \(id) and owner_id = \(owner)",
            as: (Store.ID, Job.ID?).self)
    }
}
