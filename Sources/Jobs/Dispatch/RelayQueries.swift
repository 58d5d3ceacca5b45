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
                   again
            from job_relay for update skip locked
            """, decoding: Standing.self)
    }

    /// Where a page of waiting jobs ended.
    struct Position {
        var since: String
        var id = Job.ID(rawValue: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
    }

    /// Waiting jobs in the order in which they began to wait.
    static func waiting(
        after position: Position, until: String, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> (entries: [DispatchEntry], end: Position?) {
        let rows = try await master.all(
            """
            select \(fragment: DispatchEntry.columns), q.waiting_since::text as key
            from job_queue q
            where q.state in ('queued', 'retrying')
              and (q.waiting_since, q.id) > (\(position.since)::timestamptz, \(position.id))
              and q.waiting_since <= \(until)::timestamptz
            order by q.waiting_since, q.id
            limit \(Int64(limit))
            """, decoding: KeyedRow<String>.self)
        let last = rows.count < limit ? nil : rows.last.map { Position(since: $0.key, id: $0.entry.id) }
        return (rows.map(\.entry), last)
    }

    /// Those of the jobs that still wait.
    static func waiting(_ ids: [UUID], on master: Session<Master>) async throws(PostgresError) -> [DispatchEntry] {
        try await master.all(
            """
            select \(fragment: DispatchEntry.columns)
            from job_queue q where q.id = any(\(ids)::uuid[]) and q.state in ('queued', 'retrying')
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
        until: String, isAll: Bool, incarnation: String, again: [Job.ID], on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            update job_relay
            set swept_until = \(until)::timestamptz, swept_all = case when \(isAll) then now() else swept_all end,
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
