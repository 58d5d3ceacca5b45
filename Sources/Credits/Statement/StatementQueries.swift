import Domain
import Postgres
import Tenancy

/// The SQL of statements. Times find the lines at both ends, numbers all between them: the journal has no gaps.
enum StatementQueries {
    struct FrameRow: Decodable {
        let opening: Int64
        let closing: Int64
        let seqBefore: Int64
        let lastSeq: Int64
    }

    static func frame(
        of store: Store.ID, from: Timestamp, to: Timestamp, on master: Session<Master>
    ) async throws(PostgresError) -> FrameRow? {
        try await master.first(
            """
            select coalesce(before.balance_after, 0) as opening, coalesce(last.balance_after, 0) as closing,
                   coalesce(before.seq, 0) as seq_before, coalesce(last.seq, 0) as last_seq
            from (select) as one
            left join lateral (
                select seq, balance_after from credit_transactions
                where store_id = \(store) and created_at < \(from) order by seq desc limit 1) as before on true
            left join lateral (
                select seq, balance_after from credit_transactions
                where store_id = \(store) and created_at < \(to) order by seq desc limit 1) as last on true
            """, decoding: FrameRow.self)
    }

    static func lines(
        of store: Store.ID, after seq: Int64, upTo last: Int64, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> [HistoryQueries.LineRow] {
        try await master.all(
            """
            select id, seq, seq as place, type, amount, balance_after, 'completed' as status, description, reference_id,
                   created_at
            from credit_transactions
            where store_id = \(store) and seq > \(seq) and seq <= \(last) order by seq limit \(Int64(limit))
            """, decoding: HistoryQueries.LineRow.self)
    }
}
