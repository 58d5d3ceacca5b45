import Domain
import Postgres
import Tenancy

/// The SQL that looks for what cannot be. One statement, so that everything it compares is of one moment.
enum VerificationQueries {
    struct FindingRow: Decodable {
        let invariant: LedgerInvariant
        let storeId: Store.ID
        let seq: Int64?
        let found: String
        let expected: String
    }

    struct SizeRow: Decodable {
        let stores: Int64
        let lines: Int64
    }

    static func size(of store: Store.ID?, on master: Session<Master>) async throws(PostgresError) -> SizeRow? {
        try await master.first(
            """
            select (select count(*) from stores where id = coalesce(\(store), id)) as stores,
                   (select count(*) from credit_transactions where store_id = coalesce(\(store), store_id)) as lines
            """, decoding: SizeRow.self)
    }

    /// - Parameter store: `nil` for all.
    static func findings(
        of store: Store.ID?, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> [FindingRow] {
        try await master.all(
            """
            with account as (
                select b.*, b.held::numeric - b.overdraft - b.balance as owed
                from credit_balances b where b.store_id = coalesce(\(store), b.store_id)),
            line as (
                select t.*, t.balance_after::numeric - t.amount as before,
                       lag(t.balance_after, 1, 0::bigint) over (partition by t.store_id order by t.seq) as carried
                from credit_transactions t where t.store_id = coalesce(\(store), t.store_id)),
            book as (
                select store_id, sum(amount) as total, count(*) as lines, max(seq) as newest,
                       -- What was ever bought and spent stops at what can be written down.
                       least(9223372036854775807, coalesce(sum(amount) filter (where type = 'purchase'), 0)) as purchased,
                       least(9223372036854775807, coalesce(-sum(amount) filter (where type in ('usage', 'capture')), 0))
                           as spent
                from line group by store_id),
            reversed as (
                select o.store_id, o.seq, o.amount, sum(r.amount) as back
                from line r join credit_transactions o on o.id = r.reverses group by o.store_id, o.seq, o.amount),
            finding (invariant, store_id, seq, found, expected, is_sum) as (
                select 'account', s.id, null::bigint, 0::numeric, 1::numeric, false
                from stores s
                where s.id = coalesce(\(store), s.id)
                  and not exists (select from credit_balances b where b.store_id = s.id)
                union all
                select 'balance', a.store_id, null, a.balance, coalesce(b.total, 0), true
                from account a left join book b using (store_id) where a.balance <> coalesce(b.total, 0)
                union all
                select 'sequence', a.store_id, null, a.last_seq, coalesce(b.lines, 0), false
                from account a left join book b using (store_id)
                where a.last_seq <> coalesce(b.lines, 0) or a.last_seq <> coalesce(b.newest, 0)
                union all
                select 'carry', store_id, seq, before, carried, true from line where before <> carried
                union all
                select 'overdraft', store_id, null, debt, greatest(0, owed), true from account where debt <> greatest(0, owed)
                union all
                select 'reversal', store_id, seq, back, -amount, true
                from reversed where sign(back) = sign(amount) or abs(back) > abs(amount)
                union all
                select 'totals', a.store_id, null, a.lifetime_purchased, coalesce(b.purchased, 0), true
                from account a left join book b using (store_id) where a.lifetime_purchased <> coalesce(b.purchased, 0)
                union all
                select 'totals', a.store_id, null, a.lifetime_spent, coalesce(b.spent, 0), true
                from account a left join book b using (store_id) where a.lifetime_spent <> coalesce(b.spent, 0)
                union all
                select 'holds', a.store_id, null, a.held, coalesce(h.held, 0), true
                from account a
                left join (
                    select store_id, sum(amount) as held from credit_holds where state = 'active' group by store_id
                ) h using (store_id)
                where a.held <> coalesce(h.held, 0)
                union all
                select 'capture', h.store_id, l.seq, coalesce(-l.amount, 0), h.captured, true
                from credit_holds h left join line l on l.id = h.line_id
                where h.store_id = coalesce(\(store), h.store_id)
                  and (h.captured <> coalesce(-l.amount, 0) or l.type <> 'capture' or l.store_id <> h.store_id)
                union all
                select 'capture', l.store_id, l.seq, -l.amount, 0, true
                from line l where l.type = 'capture' and not exists (select from credit_holds h where h.line_id = l.id)
                union all
                select 'purchase', p.store_id, l.seq, coalesce(l.amount, 0), p.amount, true
                from credit_purchases p
                join billing_transactions b on b.id = p.billing_id
                left join line l on l.id = p.id and l.store_id = p.store_id
                where p.store_id = coalesce(\(store), p.store_id)
                  and ((p.state = 'completed') <> (l.id is not null) or l.amount <> p.amount
                       or (p.state = 'completed' and b.status not in ('completed', 'refunded', 'disputed')))
                union all
                select 'grants', a.store_id, null, g.remaining, greatest(0, a.balance), true
                from account a
                join (select store_id, sum(remaining) as remaining from credit_grants group by store_id) g using (store_id)
                where g.remaining - (a.consumed - a.folded) > greatest(0, a.balance)
                union all
                select 'paid', p.store_id, null, 0, p.amount, true
                from credit_purchases p
                where p.store_id = coalesce(\(store), p.store_id) and p.state <> 'completed'
                  and p.paid_at < now() - interval '5 minutes')
            select invariant, store_id, seq,
                   case when is_sum then (found / 10000)::numeric(38, 4) else found end::text as found,
                   case when is_sum then (expected / 10000)::numeric(38, 4) else expected end::text as expected
            from finding order by store_id, invariant, seq limit \(Int64(limit))
            """, decoding: FindingRow.self)
    }
}
