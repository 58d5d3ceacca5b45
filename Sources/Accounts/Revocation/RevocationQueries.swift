import Domain
import Postgres
import Tenancy

/// The SQL on `revocations`.
enum RevocationQueries {
    private static let stamp: SQL = "(extract(epoch from r.revoked_at) * 1000000)::bigint"

    private static func columns(keep: Duration) -> SQL {
        """
        r.key, r.value, \(fragment: stamp) as stamp, r.published_at is not null as is_published,
        ceil(extract(epoch from r.revoked_at + \(keep) - clock_timestamp()))::bigint as seconds_left
        """
    }

    /// Whether a token is over: by a revocation, or, on the platform, by what its session and its owner are now.
    static func isRevoked(
        _ claims: AccessClaims, probes: [RevocationProbe], on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.first(
            """
            select exists (
                select from unnest(\(probes.map(\.key.rawValue))::text[], \(probes.map(\.outlives))::bigint[])
                    as probe (key, outlives)
                join revocations r on r.key = probe.key
                where r.value > probe.outlives) or \(fragment: isOver(claims))
            """, as: Bool.self) ?? true
    }

    private static func isOver(_ claims: AccessClaims) -> SQL {
        guard claims.audience == .platform else { return "false" }
        return """
            not exists (
                select from sessions s join users u on u.id = s.user_id
                where s.id = \(claims.sessionID) and u.id::text = \(claims.subject) and s.revoked_at is null
                      and u.is_active and u.generation <= \(claims.generation))
            """
    }

    /// What Redis was not told since the last change, oldest first.
    static func unpublished(
        limit: Int, keep: Duration, on master: Session<Master>
    ) async throws(PostgresError) -> [Revocation] {
        try await master.all(
            """
            select \(fragment: columns(keep: keep)) from revocations r
            where r.published_at is null order by r.revoked_at limit \(Int64(limit))
            """, decoding: Revocation.self)
    }

    /// Those of the keys that there are.
    static func find(
        _ keys: [RevocationKey], keep: Duration, on master: Session<Master>
    ) async throws(PostgresError) -> [Revocation] {
        try await master.all(
            """
            select \(fragment: columns(keep: keep)) from revocations r
            where r.key = any(\(keys.map(\.rawValue))::text[])
            """, decoding: Revocation.self)
    }

    /// What could matter to a token that has not expired, a page in the order of the keys.
    static func page(
        after last: RevocationKey?, limit: Int, keep: Duration, on master: Session<Master>
    ) async throws(PostgresError) -> [Revocation] {
        try await master.all(
            """
            select \(fragment: columns(keep: keep)) from revocations r
            where r.key > \(last?.rawValue ?? "") and r.revoked_at > now() - \(keep)
            order by r.key limit \(Int64(limit))
            """, decoding: Revocation.self)
    }

    /// Notes that Redis was told, of rows that have not changed since they were read. A row that somebody holds is
    /// left for later, so that publishers never wait for each other.
    ///
    /// - Returns: how many were noted.
    @discardableResult
    static func markPublished(
        _ told: [Revocation], on master: Session<Master>
    ) async throws(PostgresError) -> Int {
        try await master.execute(
            """
            with unchanged as (
                select r.key from revocations r
                join unnest(\(told.map(\.key.rawValue))::text[], \(told.map(\.value))::bigint[],
                            \(told.map(\.stamp))::bigint[]) as told (key, value, stamp) on r.key = told.key
                where r.published_at is null and r.value = told.value and \(fragment: stamp) = told.stamp
                order by r.key for update of r skip locked)
            update revocations r set published_at = clock_timestamp() from unchanged where r.key = unchanged.key
            """)
    }

    /// Deletes rows that no token can meet any more, at most 5,000.
    static func prune(olderThan age: Duration, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            delete from revocations where key in (
                select key from revocations where revoked_at < now() - \(age)
                order by revoked_at limit 5000 for update skip locked)
            """)
    }
}
