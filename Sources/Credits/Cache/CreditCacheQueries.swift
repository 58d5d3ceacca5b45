import Domain
import Postgres
import Tenancy

/// The SQL on a store's own side: the tables of its migration `0019_credit_names`.
enum CreditCacheQueries {
    static func newestLogged(on tenant: Session<Tenant>) async throws(PostgresError) -> Int64 {
        try await tenant.first(
            "select coalesce(max(ledger_seq), 0) from public.credit_spending_log", as: Int64.self) ?? 0
    }

    /// Adds lines that are not there yet.
    static func log(_ lines: [SyncQueries.SpendingRow], on tenant: Session<Tenant>) async throws(PostgresError) {
        guard !lines.isEmpty else { return }
        try await tenant.execute(
            """
            insert into public.credit_spending_log
                (service_key, quantity, amount, ledger_seq, reference_id, actor_id, description, spent_at)
            select service_key, quantity, amount, seq, reference_id, null, coalesce(description, ''), spent_at
            from jsonb_to_recordset(\(PostgresJSON(lines))::jsonb) as line (
                "serviceKey" text, quantity bigint, amount bigint, seq bigint, "referenceId" text, description text,
                "spentAt" timestamptz),
                lateral (select "serviceKey", "referenceId", "spentAt") as named (service_key, reference_id, spent_at)
            on conflict (ledger_seq) do nothing
            """)
    }

    static func save(_ snapshot: SyncQueries.SnapshotRow, on tenant: Session<Tenant>) async throws(PostgresError) {
        try await tenant.execute(
            """
            select public.store_credits(\(snapshot.balance), \(snapshot.balance - snapshot.held), \(snapshot.held),
                                        \(snapshot.lastSeq), \(snapshot.revision))
            """)
    }

    static func cached(on tenant: Session<Tenant>) async throws(PostgresError) -> CachedCredits? {
        try await tenant.first(
            "select balance, held, seq, revision from public.credit_balance_cache limit 1", decoding: CachedRow.self
        )?.cached
    }

    private struct CachedRow: Decodable {
        let balance: Int64
        let held: Int64
        let seq: Int64
        let revision: Int64

        var cached: CachedCredits {
            CachedCredits(
                balance: CreditAmount(units: balance), held: CreditAmount(units: held), seq: seq, revision: revision)
        }
    }
}
