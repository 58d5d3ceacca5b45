import Domain
import Postgres
import Tenancy

/// The SQL on `sessions` of the platform's realm. Ending one writes its revocation by a trigger.
enum PlatformSessionQueries {
    /// Writes a session of an account that may log in at this very moment.
    ///
    /// The account's row is locked against being deactivated until the transaction ends, so the generation that goes
    /// into the token is the one that counts.
    ///
    /// - Parameter hash: of the password that was checked; `nil` when none was. One that was replaced since opens
    ///   nothing.
    /// - Returns: the account's generation; `nil` when it is not active or has another password by now.
    static func insert(
        _ id: SessionID, of account: Account.ID, checked hash: String?, salt: [UInt8], lifetimes: SessionLifetimes,
        client: ClientInfo,
        on master: Session<Master>
    ) async throws(PostgresError) -> Int64? {
        try await master.first(
            """
            with owner as (
                select id, generation from users
                where id = \(account) and is_active and (\(hash == nil) or password_hash = \(hash)) for share),
            made as (
                insert into sessions (id, user_id, salt, idle_expires_at, abs_expires_at, ip, user_agent)
                select \(id), id, \(salt), now() + least(\(lifetimes.idle), \(lifetimes.absolute)),
                       now() + \(lifetimes.absolute), \(client.address)::inet, left(\(client.userAgent), 400)
                from owner)
            select generation::int8 from owner
            """, as: Int64.self)
    }

    static func read(_ id: SessionID, on master: Session<Master>) async throws(PostgresError) -> SessionRow? {
        try await master.first(
            """
            select u.id::text as subject, u.generation::int8, u.is_active as is_owner_active, s.salt,
                   s.rt_counter as counter, s.rt_confirmed as confirmed,
                   extract(epoch from now() - s.rotated_at)::float8 as seconds_since_rotation,
                   s.revoked_at is not null as is_revoked,
                   now() >= least(s.idle_expires_at, s.abs_expires_at) as is_expired,
                   extract(epoch from s.created_at)::float8 as authenticated_at
            from sessions s join users u on u.id = s.user_id
            where s.id = \(id)
            """, decoding: SessionRow.self)
    }

    static func rotate(
        _ id: SessionID, from counter: UInt32, idle: Duration, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            update sessions
            set rt_counter = rt_counter + 1, rt_confirmed = greatest(rt_confirmed, \(Int64(counter))),
                rotated_at = now(), idle_expires_at = least(abs_expires_at, now() + \(idle))
            where id = \(id) and rt_counter = \(Int64(counter)) and revoked_at is null
              and now() < least(idle_expires_at, abs_expires_at)
            """) == 1
    }

    /// Those of an account's sessions that ended within the last day: what was to be published, and perhaps was not.
    static func endedLately(
        _ selection: SessionSelection, of account: Account.ID, on master: Session<Master>
    ) async throws(PostgresError) -> [SessionID] {
        try await master.all(
            """
            select id from sessions
            where user_id = \(account) and revoked_at > now() - interval '1 day' and \(fragment: selection.condition)
            """, as: SessionID.self)
    }

    /// Ends those of an account's sessions that live: all, one, or all but one.
    ///
    /// - Returns: their ids.
    static func end(
        _ selection: SessionSelection, of account: Account.ID, reason: String, on master: Session<Master>
    ) async throws(PostgresError) -> [SessionID] {
        try await master.all(
            """
            update sessions set revoked_at = now(), revoke_reason = \(reason)
            where user_id = \(account) and revoked_at is null and \(fragment: selection.condition)
            returning id
            """, as: SessionID.self)
    }

    /// An account's sessions that live, newest first.
    static func list(
        of account: Account.ID, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> [SessionSummary] {
        try await master.all(
            """
            select id, created_at, rotated_at as last_used_at, host(ip) as ip, user_agent
            from sessions
            where user_id = \(account) and revoked_at is null and now() < least(idle_expires_at, abs_expires_at)
            order by created_at desc, id desc limit \(Int64(limit))
            """, decoding: SessionSummary.self)
    }

    /// Notes that tokens with these counters have been used.
    static func confirm(
        _ ids: [SessionID], _ counters: [Int64], on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            update sessions s set rt_confirmed = seen.counter
            from (select id, max(counter) as counter
                  from unnest(\(ids.map(\.description))::uuid[], \(counters)::int8[]) as u(id, counter) group by id) seen
            where s.id = seen.id and s.rt_confirmed < seen.counter and seen.counter <= s.rt_counter
            """)
    }

    /// Deletes sessions that ended more than 30 days ago, at most so many.
    static func prune(limit: Int, on master: Session<Master>) async throws(PostgresError) -> Int {
        try await master.execute(
            """
            delete from sessions where id in (
                select id from sessions
                where coalesce(revoked_at, least(idle_expires_at, abs_expires_at)) < now() - interval '30 days'
                limit \(Int64(limit)) for update skip locked)
            """)
    }
}

extension SessionSelection {
    /// In terms of a table with the column `id`.
    var condition: SQL {
        switch self {
        case .all: "true"
        case .one(let id): "id = \(id)"
        case .others(let id): "id <> \(id)"
        }
    }
}
