import Tenancy
import Domain
import Foundation
import Postgres

/// The SQL that compares the table with what Redis was told.
enum RelayQueries {
    /// How far relays have looked.
    struct Standing: Decodable {
        /// Whether it is long enough since the last sweep.
        let isDue: Bool
        /// Whether it is long enough since the last sweep of everything.
        let isAllDue: Bool
        /// Which life of the index was told.
        let incarnation: String
        /// From when on rows are looked at.
        let from: String
        /// Up to when; later ones are left to those who wrote them.
        let until: String
        /// Which transactions this look sees at least.
        let seen: String
        /// Jobs to be named once more.
        let again: [UUID]
    }

    /// Makes the caller's transaction the relay of the moment.
    ///
    /// - Returns: `nil` while another relay sweeps.
    static func begin(_ timing: JobTiming, on master: Session<Master>) async throws(PostgresError) -> Standing? {
        try await master.first(
            """
            select swept_until < now() - \(timing.relayGrace) - \(timing.relay) / 2 as is_due,
                   swept_all < now() - \(timing.republish) as is_all_due, incarnation,
                   (swept_until - \(timing.relayOverlap))::text as from, (now() - \(timing.relayGrace))::text as until,
                   pg_current_snapshot()::text as seen, again
            from job_relay for update skip locked
            """, decoding: Standing.self)
    }

    /// Where a page of waiting jobs ended.
    struct Position {
        var since: String
        var id = Job.ID(rawValue: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
    }

    /// Waiting jobs that the last look did not see, in the order in which they began to wait.
    ///
    /// A look goes back behind the end of the one before, for rows that were committed late. What that one has seen there it has
    /// also told: rows of transactions in its snapshot are left out, by the low half of their ids, which is all that a row has.
    static func unseen(
        after position: Position, until: String, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> (entries: [DispatchEntry], end: Position?) {
        let rows = try await master.all(
            """
            select \(fragment: DispatchEntry.columns), q.waiting_since::text as key
            from job_queue q, job_relay r,
                 lateral (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint) as newest (id)
            where q.state in ('queued', 'retrying')
              and (q.waiting_since, q.id) > (\(position.since)::timestamptz, \(position.id))
              and q.waiting_since <= \(until)::timestamptz
              and (r.seen is null or q.waiting_since > r.swept_until or not pg_visible_in_snapshot(
                   (newest.id - ((newest.id - q.xmin::text::bigint) & 4294967295))::text::xid8, r.seen))
            order by q.waiting_since, q.id
            limit \(Int64(limit))
            """, decoding: KeyedRow<String>.self)
        let last = rows.count < limit ? nil : rows.last.map { Position(since: $0.key, id: $0.entry.id) }
        return (rows.map(\.entry), last)
    }

    /// All waiting jobs and how long until each may start, in the order in which they began to wait.
    static func waiting(
        after position: Position, until: String, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> (jobs: [(id: Job.ID, delay: Duration)], end: Position?) {
        let rows = try await master.all(
            """
            select q.id, greatest(0, extract(epoch from q.run_at - now()) * 1000)::bigint, q.waiting_since::text
            from job_queue q
            where q.state in ('queued', 'retrying')
              and (q.waiting_since, q.id) > (\(position.since)::timestamptz, \(position.id))
              and q.waiting_since <= \(until)::timestamptz
            order by q.waiting_since, q.id
            limit \(Int64(limit))
            """, as: (Job.ID, Int64, String).self)
        let last = rows.count < limit ? nil : rows.last.map { Position(since: $0.2, id: $0.0) }
        return (rows.map { ($0.0, .milliseconds($0.1)) }, last)
    }

    /// Those of the jobs that still wait.
    static func waiting(_ ids: [Job.ID], on master: Session<Master>) async throws(PostgresError) -> [DispatchEntry] {
        try await master.all(
            """
            select \(fragment: DispatchEntry.columns)
            from job_queue q where q.id = any(\(ids.map(\.rawValue))::uuid[]) and q.state in ('queued', 'retrying')
            """, decoding: DispatchEntry.Row.self
        ).map(\.entry)
    }

    /// Jobs that nobody runs though they count as running, oldest claim first.
    static func deserted(
        after epoch: Int64, silence: Duration, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> (entries: [DispatchEntry], end: Int64?) {
        let rows = try await master.all(
            """
            select \(fragment: DispatchEntry.columns), q.epoch as key
            from job_queue q
            where \(fragment: ClaimQueries.deserted(silence)) and q.epoch > \(epoch)
            order by q.epoch limit \(Int64(limit))
            """, decoding: KeyedRow<Int64>.self)
        return (rows.map(\.entry), rows.count < limit ? nil : rows.last?.key)
    }

    /// Writes down what the sweep saw to.
    static func end(
        _ standing: Standing, isAll: Bool, incarnation: String, again: [Job.ID], on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            update job_relay
            set swept_until = \(standing.until)::timestamptz, seen = \(standing.seen)::pg_snapshot,
                swept_all = case when \(isAll) then now() else swept_all end,
                incarnation = \(incarnation), again = \(again.map(\.rawValue))::uuid[]
            """)
    }

    /// A job, and where it stands in the order of its page.
    private struct KeyedRow<Key: Decodable>: Decodable {
        let entry: DispatchEntry
        let key: Key

        init(from decoder: any Decoder) throws {
            entry = try DispatchEntry.Row(from: decoder).entry
            key = try decoder.container(keyedBy: Keys.self).decode(Key.self, forKey: .key)
        }
    }

    private enum Keys: String, CodingKey { case key }
}
