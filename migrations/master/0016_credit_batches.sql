-- Many entries of many stores with a few statements in place of a few statements for each entry.

-- Only purchases are credited by jobs: all other lines need no place in this index. Keys are compared byte by byte.
alter table credit_transactions drop constraint credit_transactions_job_id_key;
create unique index credit_transactions_by_job on credit_transactions (job_id) where job_id is not null;
alter table credit_transactions alter column idempotency_key type text collate "C";

-- Posts the items of many stores, each store's in their order, as credit_apply would one by one.
--
-- Stores with which nothing is special are done together: they are open, nothing of theirs is about to lapse, no item names
-- another line or lapses itself, and the items can be paid in any case. Then the only thing that can be wrong is a key that
-- is there already; the unique index finds it, and whatever was done so far is undone. Stores that are left are handed to
-- credit_apply.
--
-- A store that was done together has one row, outcome 'posted': seq and balance_after are those before its first item, and
-- all of its items were applied. The others have what credit_apply says. A store that does not exist has none.
--
-- The settings keep a plan that looks lines up by their indexes, whatever the statistics of an empty table say.
create function credit_apply_batch(
    p_stores uuid[], p_lanes bigint[], p_ids uuid[], p_types text[], p_amounts bigint[], p_keys text[],
    p_fingerprints bytea[], p_jobs uuid[], p_reverses uuid[], p_descriptions text[], p_references text[], p_actors uuid[],
    p_services text[], p_quantities bigint[], p_expires timestamptz[])
returns table (
    store_id uuid, n bigint, outcome text, available bigint, id uuid, seq bigint, type text, amount bigint,
    balance_after bigint, description text, reference_id text, created_at timestamptz)
language plpgsql
set jit = off set plan_cache_mode = force_generic_plan
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $batch$
#variable_conflict use_column
declare
    moment timestamptz;
    done credit_balances[];
    account credit_balances;
    store uuid;
    own bigint;
begin
    perform from credit_balances b where b.store_id = any (p_stores) order by b.store_id for no key update;
    moment := clock_timestamp();
    begin
        with given as materialized (
            select i.*, p_stores[i.lane] as store, sum(i.amount) over lane as sum, row_number() over lane as n
            from unnest(
                p_lanes, p_ids, p_types, p_amounts, p_keys, p_fingerprints, p_jobs, p_reverses, p_descriptions,
                p_references, p_actors, p_services, p_quantities, p_expires) with ordinality as i (
                lane, id, type, amount, key, fingerprint, job, reverses, description, reference, actor, service, quantity,
                expires, place)
            window lane as (partition by i.lane order by i.place)),
        plain as materialized (
            select d.*
            from (select g.store, sum(g.amount) as amount, count(*) as lines, min(g.sum) as low, max(g.sum) as high,
                         coalesce(sum(g.amount) filter (where g.type = 'purchase'), 0) as purchased,
                         coalesce(-sum(g.amount) filter (where g.type = 'usage'), 0) as spent,
                         coalesce(-sum(g.amount) filter (where g.type in ('usage', 'adjustment') and g.amount < 0), 0)
                             as consumed
                  from given g group by g.store having bool_and(g.expires is null and g.reverses is null)) d
            join credit_balances b on b.store_id = d.store
            where b.status = 'open' and (b.next_expiry_at is null or b.next_expiry_at > moment)
                and b.balance - b.held + b.overdraft + d.low >= 0 and b.balance + d.high <= 9223372036854775807),
        lines as (
            insert into credit_transactions (
                store_id, seq, id, type, amount, balance_after, idempotency_key, fingerprint, job_id, description,
                reference_id, actor_id, service_key, quantity, created_at)
            select b.store_id, b.last_seq + g.n, g.id, g.type, g.amount, b.balance + g.sum, g.key,
                   g.fingerprint, g.job, g.description, g.reference, g.actor, g.service, g.quantity, moment
            from plain p join credit_balances b on b.store_id = p.store join given g on g.store = p.store),
        saved as (
            update credit_balances b
            set balance = b.balance + p.amount, last_seq = b.last_seq + p.lines,
                debt = greatest(0, b.held::numeric - b.overdraft - (b.balance + p.amount)),
                lifetime_purchased = least(9223372036854775807, b.lifetime_purchased + p.purchased),
                lifetime_spent = least(9223372036854775807, b.lifetime_spent + p.spent),
                consumed = least(9223372036854775807, b.consumed + p.consumed),
                revision = b.revision + 1, updated_at = moment
            from plain p where b.store_id = p.store)
        select array_agg(b) into done from plain p join credit_balances b on b.store_id = p.store;
    exception when unique_violation then
        done := null;
    end;
    foreach account in array coalesce(done, '{}') loop
        store_id := account.store_id;
        n := 0;
        outcome := 'posted';
        available := account.balance - account.held;
        seq := account.last_seq;
        balance_after := account.balance;
        created_at := moment;
        return next;
    end loop;
    for store, own in
        select s.store, s.lane from unnest(p_stores) with ordinality as s (store, lane)
        where s.store not in (select (d).store_id from unnest(done) d) order by s.store
    loop
        return query
        select store, p.*
        from (select jsonb_agg(to_jsonb(i) || jsonb_build_object('fingerprint', encode(i.fingerprint, 'hex')) order by i.place) as items
              from unnest(
                  p_lanes, p_ids, p_types, p_amounts, p_keys, p_fingerprints, p_jobs, p_reverses, p_descriptions,
                  p_references, p_actors, p_services, p_quantities, p_expires) with ordinality as i (
                  lane, id, type, amount, key, fingerprint, job, reverses, description, reference, actor, service,
                  quantity, expires, place)
              where i.lane = own) given
        cross join lateral credit_apply(store, given.items) p;
    end loop;
end $batch$;
comment on function credit_apply_batch is
    'Posts entries of many stores in one transaction, stores locked in the order of their ids. An entry names its store by its place in p_stores, from 1.';
