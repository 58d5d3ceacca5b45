import Domain
import Foundation
import Postgres
import Tenancy

/// The SQL on `sessions` in a store's own database. What comes back is a stranger's word.
enum StoreSessionQueries {
    /// Also deletes what the user's older sessions have left, a month after their end.
    static func insert(
        _ id: SessionID, of user: UUID, in store: Store.ID, salt: [UInt8], lifetimes: SessionLifetimes,
        client: ClientInfo, on tenant: Session<Tenant>
    ) async throws(PostgresError) {
        try await tenant.execute(
            """
            with over as (
                delete from public.sessions where user_id = \(user) and abs_expires_at < now() - interval '30 days')
            insert into public.sessions (id, store_id, user_id, salt, idle_expires_at, abs_expires_at, ip, ua)
            values (\(id), \(store), \(user), \(salt), now() + least(\(lifetimes.idle), \(lifetimes.absolute)),
                    now() + \(lifetimes.absolute), \(client.address)::inet, left(\(client.userAgent), 400))
            """)
    }

    static func read(_ id: SessionID, on tenant: Session<Tenant>) async throws(PostgresError) -> SessionRow? {
        try await tenant.first(
            """
            select u.id::uuid::text as subject, u.gen::int8 as generation, u.status = 'active' as is_owner_active,
                   s.salt, s.rt_ctr::int8 as counter, s.rt_confirmed::int8 as confirmed,
                   extract(epoch from now() - s.rotated_at)::float8 as seconds_since_rotation,
                   s.revoked_at is not null as is_revoked,
                   now() >= least(s.idle_expires_at, s.abs_expires_at) as is_expired,
                   extract(epoch from s.created_at)::float8 as authenticated_at
            from public.sessions s join public.users u on u.id = s.user_id
            where s.id = \(id) limit 1
            """, decoding: SessionRow.self)
    }

    static func rotate(
        _ id: SessionID, from counter: UInt32, idle: Duration, on tenant: Session<Tenant>
    ) async throws(PostgresError) -> Bool {
        try await tenant.execute(
            """
            update public.sessions
            set rt_ctr = rt_ctr + 1, rt_confirmed = greatest(rt_confirmed, \(Int64(counter))), rotated_at = now(),
                idle_expires_at = least(abs_expires_at, now() + \(idle))
            where id = \(id) and rt_ctr = \(Int64(counter)) and revoked_at is null
              and now() < least(idle_expires_at, abs_expires_at)
            """) == 1
    }

    static func end(
        _ selection: SessionSelection, of user: UUID, reason: String, on tenant: Session<Tenant>
    ) async throws(PostgresError) {
        try await tenant.execute(
            """
            update public.sessions set revoked_at = now(), revoke_reason = \(reason)
            where user_id = \(user) and revoked_at is null and \(fragment: selection.condition)
            """)
    }

    static func list(
        of user: UUID, limit: Int, on tenant: Session<Tenant>
    ) async throws(PostgresError) -> [SessionSummary] {
        try await tenant.all(
            """
            select id, created_at, rotated_at as last_used_at, host(ip) as ip, left(ua, 400) as user_agent
            from public.sessions
            where user_id = \(user) and revoked_at is null and now() < least(idle_expires_at, abs_expires_at)
            order by created_at desc, id desc limit \(Int64(limit))
            """, decoding: SessionSummary.self)
    }
}

/// The SQL on `store_sessions` of the master database.
enum StoreSessionIndexQueries {
    static func insert(
        _ id: SessionID, of user: UUID, generation: Int64, in store: Store.ID, lifetime: Duration,
        on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            insert into store_sessions (id, store_id, subject, generation, expires_at)
            values (\(id), \(store), \(user), \(generation), now() + \(lifetime))
            """)
    }

    /// Which store a session is of; `nil` for one that nobody knows.
    static func find(
        _ id: SessionID, on master: Session<Master>
    ) async throws(PostgresError) -> Entry? {
        try await master.first(
            """
            select store_id, subject, generation, revoked_at is not null or expires_at <= now() as is_over, confirmed
            from store_sessions where id = \(id)
            """, decoding: Entry.self)
    }

    struct Entry: Decodable, Sendable {
        let storeId: Store.ID
        let subject: UUID
        let generation: Int64
        let isOver: Bool
        let confirmed: Int64
    }

    /// Notes that tokens with these counters have been used.
    static func confirm(
        _ ids: [SessionID], _ counters: [Int64], on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            update store_sessions s set confirmed = seen.counter
            from (select id, max(counter) as counter
                  from unnest(\(ids.map(\.description))::uuid[], \(counters)::int8[]) as u(id, counter) group by id) seen
            where s.id = seen.id and s.confirmed < seen.counter
            """)
    }

    /// Those that ended within the last day.
    static func endedLately(
        _ selection: SessionSelection, of user: UUID, in store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) -> [SessionID] {
        try await master.all(
            """
            select id from store_sessions
            where store_id = \(store) and subject = \(user) and revoked_at > now() - interval '1 day'
              and \(fragment: selection.condition)
            """, as: SessionID.self)
    }

    /// Ends those that live; each writes its revocation.
    static func end(
        _ selection: SessionSelection, of user: UUID, in store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) -> [SessionID] {
        try await master.all(
            """
            update store_sessions set revoked_at = now()
            where store_id = \(store) and subject = \(user) and revoked_at is null and expires_at > now()
              and \(fragment: selection.condition)
            returning id
            """, as: SessionID.self)
    }

    /// Deletes rows of sessions that expired more than 30 days ago, at most so many.
    static func prune(limit: Int, on master: Session<Master>) async throws(PostgresError) -> Int {
        try await master.execute(
            """
            delete from store_sessions where id in (
                select id from store_sessions where expires_at < now() - interval '30 days'
                limit \(Int64(limit)) for update skip locked)
            """)
    }
}
