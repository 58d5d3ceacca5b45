import Domain
import Postgres
import Tenancy

/// The SQL on `subscriptions`.
enum SubscriptionQueries {
    /// Locks a store's row, so that its subscription is changed by one request at a time.
    static func lockStore(_ store: Store.ID, on master: Session<Master>) async throws(PostgresError) -> Bool {
        try await master.execute("select from stores where id = \(store) for no key update") == 1
    }

    /// Whether an instant is later than now, by the database's clock; no end is later than anything.
    static func isAhead(_ end: Timestamp?, on master: Session<Master>) async throws(PostgresError) -> Bool {
        try await master.first("select coalesce(\(end) > now(), true)", as: Bool.self) ?? false
    }

    static func live(of store: Store.ID, on master: Session<Master>) async throws(PostgresError) -> LiveRow? {
        try await master.first(
            "select plan from subscriptions where store_id = \(store) and status <> 'canceled'", decoding: LiveRow.self)
    }

    /// - Returns: `false` when it is like that already.
    static func update(
        _ wanted: WantedSubscription, of store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            update subscriptions
            set status = \(wanted.status.rawValue), current_period_end = \(wanted.currentPeriodEnd)
            where store_id = \(store) and status <> 'canceled'
              and (status, current_period_end) is distinct from
                  (\(wanted.status.rawValue)::text, \(wanted.currentPeriodEnd)::timestamptz)
            """) == 1
    }

    static func insert(
        _ wanted: WantedSubscription, of store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            insert into subscriptions (store_id, plan, status, current_period_end)
            values (\(store), \(wanted.plan), \(wanted.status.rawValue), \(wanted.currentPeriodEnd))
            """)
    }

    /// Ends the live one, if there is one.
    static func end(of store: Store.ID, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            update subscriptions set status = 'canceled', canceled_at = now()
            where store_id = \(store) and status <> 'canceled'
            """)
    }

    /// - Parameter owner: `nil` for whoever it is.
    static func read(
        _ store: Store.ID, of owner: Account.ID?, on master: Session<Master>
    ) async throws(PostgresError) -> StandingRow? {
        try await master.first(
            """
            select s.owner_id, u.plan, u.status, u.current_period_start, u.current_period_end, p.daily_jobs
            from stores s
            left join subscriptions u on u.store_id = s.id and u.status <> 'canceled'
            left join plans p on p.id = u.plan
            where s.id = \(store) and s.owner_id = coalesce(\(owner), s.owner_id)
            """, decoding: StandingRow.self)
    }

    struct LiveRow: Decodable {
        let plan: String
    }

    struct StandingRow: Decodable {
        let ownerId: Account.ID
        let plan: String?
        let status: Subscription.Status?
        let currentPeriodStart: Timestamp?
        let currentPeriodEnd: Timestamp?
        let dailyJobs: Int?
    }
}

extension Subscription.Status: PostgresCodable {}
