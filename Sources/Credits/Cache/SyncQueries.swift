import Domain
import Foundation
import Postgres
import Tenancy

/// The SQL on the platform's side of a store's copy.
enum SyncQueries {
    struct SnapshotRow: Decodable, Sendable {
        let balance: Int64
        let held: Int64
        let lastSeq: Int64
        let revision: Int64
    }

    struct SpendingRow: Codable, Sendable {
        let seq: Int64
        let serviceKey: String
        let quantity: Int64
        let amount: Int64
        let referenceId: String?
        let description: String?
        let spentAt: String
    }

    static func snapshot(of store: Store.ID, on master: Session<Master>) async throws(PostgresError) -> SnapshotRow? {
        try await master.first(
            "select balance, held, last_seq, revision from credit_balances where store_id = \(store)",
            decoding: SnapshotRow.self)
    }

    static func openStores(on master: Session<Master>) async throws(PostgresError) -> [Store.ID] {
        try await master.all("select id from stores where status = 'active' order by id", as: Store.ID.self)
    }

    /// The balance after a line of the journal, that before the first for 0; `nil` when there is no such line.
    static func balance(
        of store: Store.ID, after seq: Int64, on master: Session<Master>
    ) async throws(PostgresError) -> Int64? {
        guard seq > 0 else { return 0 }
        return try await master.first(
            "select balance_after from credit_transactions where store_id = \(store) and seq = \(seq)", as: Int64.self)
    }

    /// Uses of services in the order of the journal.
    static func spending(
        of store: Store.ID, after seq: Int64, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> [SpendingRow] {
        try await master.all(
            """
            select seq, service_key, quantity, -amount as amount, reference_id, description,
                   to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as spent_at
            from credit_transactions
            where store_id = \(store) and seq > \(seq) and service_key is not null
            order by seq limit \(Int64(limit))
            """, decoding: SpendingRow.self)
    }

    /// Writes down what the store's database has been told; an older report changes nothing.
    static func recordSync(
        of store: Store.ID, _ snapshot: SnapshotRow, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            insert into credit_syncs as known (store_id, revision, seq, synced_at)
            values (\(store), \(snapshot.revision), \(snapshot.lastSeq), now())
            on conflict (store_id) do update
            set revision = excluded.revision, seq = excluded.seq, synced_at = excluded.synced_at
            where known.revision <= excluded.revision
            """)
    }
}
