-- The one way into the journal. Whoever writes holds the balance's row; every statement of a function has a snapshot of
-- its own, so what is looked up under the lock is how things are.

alter table credit_balances add column debt bigint not null default 0 check (debt >= 0);
alter table credit_balances drop constraint credit_balances_no_overdraw;
alter table credit_balances add constraint credit_balances_no_overdraw check (balance - held >= -(overdraft + debt));
comment on column credit_balances.overdraft is 'How far below nothing a store may spend.';
comment on column credit_balances.debt is 'How far a reversal of what was spent already took it below that; paid back before anything else is spent.';

create function credit_apply(p_store uuid, p_items jsonb)
returns table (
    n bigint, outcome text, available bigint, id uuid, seq bigint, type text, amount bigint, balance_after bigint,
    description text, reference_id text, created_at timestamptz)
language plpgsql as $apply$
#variable_conflict use_column
declare
    account credit_balances;
    item record;
    entry credit_transactions;
    reversible numeric;
    first_seq bigint;
begin
    select * into account from credit_balances b where b.store_id = p_store for no key update;
    if not found then return; end if;
    first_seq := account.last_seq;
    for item in
        select * from rows from (jsonb_to_recordset(p_items) as (
            id uuid, type text, amount bigint, key text, fingerprint text, job uuid, reverses uuid, description text,
            reference text, actor uuid)) with ordinality as given (
            id, type, amount, key, fingerprint, job, reverses, description, reference, actor, n)
        order by n
    loop
        n := item.n;
        select * into entry from credit_transactions t where t.store_id = p_store and t.idempotency_key = item.key;
        if found then
            outcome := case when entry.fingerprint = decode(item.fingerprint, 'hex') then 'replayed' else 'key_reused' end;
        else
            reversible := null;
            if item.reverses is not null then
                -- What is left of the original, with the sign that takes it back; null when there is none.
                select -(t.amount + coalesce((select sum(r.amount) from credit_transactions r where r.reverses = t.id), 0))
                into reversible from credit_transactions t where t.store_id = p_store and t.id = item.reverses;
            end if;
            outcome := case
                when account.status = 'closed' then 'closed'
                when account.status = 'frozen' and item.type = 'usage' then 'frozen'
                when item.amount > 0 and account.balance > 9223372036854775807 - item.amount then 'too_large'
                when item.type in ('usage', 'expiry', 'adjustment') and item.amount < 0
                    and account.balance - account.held < -account.overdraft - item.amount::numeric then 'insufficient'
                when item.reverses is not null and reversible is null then 'no_original'
                when item.reverses is not null
                    and (sign(item.amount) <> sign(reversible) or abs(item.amount::numeric) > abs(reversible))
                    then 'more_than_original'
                else 'applied'
            end;
            if outcome = 'applied' then
                account.balance := account.balance + item.amount;
                account.last_seq := account.last_seq + 1;
                account.debt := greatest(0, account.held::numeric - account.overdraft - account.balance);
                if item.type = 'purchase' then
                    account.lifetime_purchased := least(
                        9223372036854775807, account.lifetime_purchased::numeric + item.amount);
                elsif item.type = 'usage' then
                    account.lifetime_spent := least(
                        9223372036854775807, account.lifetime_spent::numeric - item.amount);
                end if;
                insert into credit_transactions as t (
                    store_id, seq, id, type, amount, balance_after, idempotency_key, fingerprint, job_id, reverses,
                    description, reference_id, actor_id)
                values (
                    p_store, account.last_seq, item.id, item.type, item.amount, account.balance, item.key,
                    decode(item.fingerprint, 'hex'), item.job, item.reverses, item.description, item.reference, item.actor)
                returning t.* into entry;
            end if;
        end if;
        if outcome not in ('applied', 'replayed') then entry := null; end if;
        available := account.balance - account.held;
        id := entry.id;
        seq := entry.seq;
        type := entry.type;
        amount := entry.amount;
        balance_after := entry.balance_after;
        description := entry.description;
        reference_id := entry.reference_id;
        created_at := entry.created_at;
        return next;
    end loop;
    if account.last_seq > first_seq then
        update credit_balances b
        set balance = account.balance, last_seq = account.last_seq, debt = account.debt,
            lifetime_purchased = account.lifetime_purchased, lifetime_spent = account.lifetime_spent,
            updated_at = clock_timestamp()
        where b.store_id = p_store;
    end if;
end $apply$;
comment on function credit_apply(uuid, jsonb) is
    'Posts items to one store''s journal in order; a refused one does not stop those after it. No row: no such store.';
