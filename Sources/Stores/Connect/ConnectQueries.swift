import Domain
import Jobs
import Postgres
import Tenancy

/// The SQL that connects a database to a store, and gets it going again.
enum ConnectQueries {
    /// Where a store stands, with its row locked until the caller's transaction ends.
    struct Standing: Decodable {
        let status: Store.Status
        let provisioningJobId: Job.ID?
        let credentialVersion: Int
        let jobState: JobState?
    }

    static func lock(
        _ id: Store.ID, of owner: Account.ID, on master: Session<Master>
    ) async throws(PostgresError) -> Standing? {
        // Two statements: what is joined to a row that had to be waited for would be as old as the waiting.
        try await master.execute("select from stores where id = \(id) and owner_id = \(owner) for update")
        return try await standing(of: id, where: "s.owner_id = \(owner)", on: master)
    }

    /// Any store.
    static func lock(_ id: Store.ID, on master: Session<Master>) async throws(PostgresError) -> Standing? {
        try await master.execute("select from stores where id = \(id) for update")
        return try await standing(of: id, where: "true", on: master)
    }

    private static func standing(
        of id: Store.ID, where condition: SQL, on master: Session<Master>
    ) async throws(PostgresError) -> Standing? {
        try await master.first(
            """
            select s.status, s.provisioning_job_id, coalesce(d.credential_version, 0) as credential_version,
                   j.state as job_state
            from stores s
            left join store_databases d on d.store_id = s.id
            left join job_queue j on j.id = s.provisioning_job_id
            where s.id = \(id) and \(fragment: condition)
            """, decoding: Standing.self)
    }

    /// Writes down how the database is reached; nothing of it is proven yet.
    ///
    /// - Throws: a violation of `store_databases_in_use` when another store has this database.
    static func saveDatabase(
        of id: Store.ID, kind: Store.Database.Kind, address: DatabaseAddress, sealed: [UInt8], keyID: String,
        version: Int, allowsExisting: Bool, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            insert into store_databases
                (store_id, kind, host, port, database_name, fingerprint, sealed_credentials, key_id,
                 credential_version, allows_existing)
            values (\(id), \(kind), \(address.host), \(Int32(address.port)), \(address.database),
                    \(address.fingerprint), \(sealed), \(keyID), \(Int32(version)), \(allowsExisting))
            on conflict (store_id) do update
            set kind = excluded.kind, host = excluded.host, port = excluded.port,
                database_name = excluded.database_name, fingerprint = excluded.fingerprint,
                sealed_credentials = excluded.sealed_credentials, key_id = excluded.key_id,
                credential_version = excluded.credential_version, allows_existing = excluded.allows_existing,
                status = 'pending'
            """)
    }

    /// Takes the database of a store back into use, as it was.
    ///
    /// - Throws: a violation of `store_databases_in_use` when another store took it meanwhile.
    static func reviveDatabase(
        of id: Store.ID, confirmNonEmpty: Bool, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            update store_databases
            set status = 'pending', allows_existing = allows_existing or \(confirmNonEmpty)
            where store_id = \(id)
            """)
    }

    static func startProvisioning(
        _ id: Store.ID, job: Job.ID, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            "update stores set status = 'provisioning', provisioning_job_id = \(job) where id = \(id)")
    }
}
