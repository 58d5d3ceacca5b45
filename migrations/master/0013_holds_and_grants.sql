-- Credits that are set aside, and credits that lapse. Both change what may be spent, so both are decided where spending is:
-- under the lock of the balance.

alter table credit_balances
    add column revision       bigint not null default 0 check (revision >= 0),
    add column consumed       bigint not null default 0 check (consumed >= 0),
    add column folded         bigint not null default 0 check (folded between 0 and consumed),
    add column next_expiry_at timestamptz;
comment on column credit_balances.revision is 'Raised by every change, also by those without a line in the journal.';
comment on column credit_balances.consumed is 'All that was ever spent or taken away, without what lapsed.';
comment on column credit_balances.folded is 'How much of it has been charged to grants that lapse.';
comment on column credit_balances.next_expiry_at is 'When the next grant lapses; null when none does.';
create index credit_balances_lapsing on credit_balances (next_expiry_at) where next_expiry_at is not null;

alter table credit_transactions
    add column service_key text check (length(service_key) between 1 and 80),
    add column quantity    bigint check (quantity > 0),
    add check ((service_key is null) = (quantity is null));
comment on column credit_transactions.service_key is 'What was used, and how much of it in its own unit; null for what is no use of a service.';

create table credit_holds (
    id              uuid primary key,
    store_id        uuid not null references credit_balances on delete restrict,
    service_key     text not null check (length(service_key) between 1 and 80),
    unit_price      bigint not null check (unit_price > 0),
    quantity        bigint not null check (quantity > 0),
    amount          bigint not null check (amount > 0),
    captured        bigint not null default 0 check (captured between 0 and amount),
    state           text not null default 'active' check (state in ('active', 'captured', 'released', 'expired')),
    idempotency_key text not null check (length(idempotency_key) between 1 and 255),
    fingerprint     bytea not null,
    description     text check (length(description) <= 400),
    reference_id    text check (length(reference_id) <= 255),
    actor_id        uuid references users on delete restrict,
    line_id         uuid unique references credit_transactions (id) on delete restrict,
    created_at      timestamptz not null default clock_timestamp(),
    expires_at      timestamptz not null,
    settled_at      timestamptz,
    unique (store_id, idempotency_key),
    check ((state = 'active') = (settled_at is null)),
    check ((state = 'captured') = (captured > 0)),
    check ((state = 'captured') = (line_id is not null))
);
comment on table credit_holds is 'Credits set aside for work that takes long: captured when it is done, released when it is not.';
comment on column credit_holds.unit_price is 'Of the moment of holding: what is captured is charged at it.';
create index credit_holds_active on credit_holds (store_id, expires_at) where state = 'active';
create index credit_holds_due on credit_holds (expires_at) where state = 'active';
create index credit_holds_by_store on credit_holds (store_id, created_at desc, id);
create index credit_holds_by_actor on credit_holds (actor_id) where actor_id is not null;

create table credit_grants (
    id         uuid primary key references credit_transactions (id) on delete restrict,
    store_id   uuid not null references credit_balances on delete restrict,
    amount     bigint not null check (amount > 0),
    remaining  bigint not null check (remaining between 0 and amount),
    expires_at timestamptz not null
);
comment on table credit_grants is 'Grants that lapse. Spending takes from the one that lapses first.';
comment on column credit_grants.remaining is 'As of the balance''s folded; spending since then is charged when it matters.';
create index credit_grants_open on credit_grants (store_id, expires_at) where remaining > 0;

-- Charges what was spent to the grants that lapse first, and books what has lapsed by then. The caller holds the balance's
-- lock and writes the account back. What is under a hold lapses when the hold ends without being captured.
create function credit_fold(inout account credit_balances, p_at timestamptz)
language plpgsql as $fold$
declare
    given credit_grants;
    spent bigint := account.consumed - account.folded;
    rest bigint;
    lapsed bigint;
    line text;
begin
    for given in
        select * from credit_grants g where g.store_id = account.store_id and g.remaining > 0 order by g.expires_at, g.id
    loop
        rest := given.remaining - least(spent, given.remaining);
        spent := spent - (given.remaining - rest);
        if given.expires_at <= p_at then
            lapsed := least(rest, greatest(0, account.balance - account.held));
            if lapsed > 0 then
                account.balance := account.balance - lapsed;
                account.last_seq := account.last_seq + 1;
                line := 'expiry:' || given.id || ':' || account.last_seq;
                insert into credit_transactions (
                    store_id, seq, id, type, amount, balance_after, idempotency_key, fingerprint, description, reference_id)
                values (
                    account.store_id, account.last_seq, gen_random_uuid(), 'expiry', -lapsed, account.balance, line,
                    sha256(line::bytea), 'Granted credits were not used in time', given.id::text);
                rest := rest - lapsed;
            end if;
            if account.held = 0 then rest := 0; end if;
        end if;
        if rest <> given.remaining then
            update credit_grants g set remaining = rest where g.id = given.id;
        end if;
    end loop;
    account.folded := account.consumed;
    select min(g.expires_at) into account.next_expiry_at
    from credit_grants g where g.store_id = account.store_id and g.remaining > 0;
end $fold$;
comment on function credit_fold(credit_balances, timestamptz) is 'Under the lock of the balance: what was spent is charged to grants, what has lapsed is booked.';

-- Lets go of holds whose time is over. The caller holds the lock and writes the account back.
create function credit_expire_holds(inout account credit_balances, p_at timestamptz)
language plpgsql as $holds$
declare
    freed bigint;
begin
    with due as (
        update credit_holds h set state = 'expired', settled_at = p_at
        where h.store_id = account.store_id and h.state = 'active' and h.expires_at <= p_at returning h.amount)
    select coalesce(sum(amount), 0) into freed from due;
    account.held := account.held - freed;
end $holds$;
comment on function credit_expire_holds(credit_balances, timestamptz) is 'Under the lock of the balance: holds whose time is over set nothing aside any more.';

-- The one way back into the row; only for callers that hold its lock.
create function credit_save(account credit_balances) returns void language sql as $save$
    update credit_balances b
    set balance = account.balance, held = account.held, last_seq = account.last_seq,
        debt = greatest(0, account.held::numeric - account.overdraft - account.balance),
        lifetime_purchased = account.lifetime_purchased, lifetime_spent = account.lifetime_spent,
        consumed = account.consumed, folded = account.folded, next_expiry_at = account.next_expiry_at,
        revision = b.revision + 1, updated_at = clock_timestamp()
    where b.store_id = account.store_id
$save$;
comment on function credit_save(credit_balances) is 'Under the lock of the balance: writes the account back.';

create function credit_expire(p_store uuid) returns boolean language plpgsql as $expire$
declare
    account credit_balances;
    before credit_balances;
begin
    select * into account from credit_balances b where b.store_id = p_store for no key update;
    if not found then return false; end if;
    before := account;
    account := credit_expire_holds(account, clock_timestamp());
    if account.next_expiry_at <= clock_timestamp() then account := credit_fold(account, clock_timestamp()); end if;
    if account is not distinct from before then return false; end if;
    perform credit_save(account);
    return true;
end $expire$;
comment on function credit_expire(uuid) is 'Ends holds and grants of a store whose time is over; false when there were none.';

create or replace function credit_apply(p_store uuid, p_items jsonb)
returns table (
    n bigint, outcome text, available bigint, id uuid, seq bigint, type text, amount bigint, balance_after bigint,
    description text, reference_id text, created_at timestamptz)
language plpgsql as $apply$
#variable_conflict use_column
declare
    account credit_balances;
    before credit_balances;
    item record;
    entry credit_transactions;
    reversible numeric;
    moment timestamptz;
begin
    select * into account from credit_balances b where b.store_id = p_store for no key update;
    if not found then return; end if;
    before := account;
    moment := clock_timestamp();
    for item in
        select * from rows from (jsonb_to_recordset(p_items) as (
            id uuid, type text, amount bigint, key text, fingerprint text, job uuid, reverses uuid, description text,
            reference text, actor uuid, service text, quantity bigint, expires timestamptz)) with ordinality as given (
            id, type, amount, key, fingerprint, job, reverses, description, reference, actor, service, quantity, expires, n)
        order by n
    loop
        n := item.n;
        select * into entry from credit_transactions t where t.store_id = p_store and t.idempotency_key = item.key;
        if found then
            outcome := case when entry.fingerprint = decode(item.fingerprint, 'hex') then 'replayed' else 'key_reused' end;
        else
            if account.next_expiry_at <= moment then account := credit_fold(account, moment); end if;
            reversible := null;
            if item.reverses is not null then
                -- What is left of the original, with the sign that takes it back; null when there is none.
                select -(t.amount + coalesce((select sum(r.amount) from credit_transactions r where r.reverses = t.id), 0))
                into reversible from credit_transactions t where t.store_id = p_store and t.id = item.reverses;
            end if;
            if item.type in ('usage', 'expiry', 'adjustment') and item.amount < 0 and account.held > 0
                and account.balance - account.held < -account.overdraft - item.amount::numeric then
                account := credit_expire_holds(account, moment);
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
                if (item.expires is not null or item.reverses is not null) and account.folded < account.consumed then
                    account := credit_fold(account, moment);  -- what was spent before this is charged without it
                end if;
                account.balance := account.balance + item.amount;
                account.last_seq := account.last_seq + 1;
                if item.type = 'purchase' then
                    account.lifetime_purchased := least(
                        9223372036854775807, account.lifetime_purchased::numeric + item.amount);
                elsif item.type = 'usage' then
                    account.lifetime_spent := least(
                        9223372036854775807, account.lifetime_spent::numeric - item.amount);
                end if;
                if item.amount < 0 and item.type in ('usage', 'adjustment') then
                    account.consumed := least(9223372036854775807, account.consumed::numeric - item.amount);
                end if;
                insert into credit_transactions as t (
                    store_id, seq, id, type, amount, balance_after, idempotency_key, fingerprint, job_id, reverses,
                    description, reference_id, actor_id, service_key, quantity)
                values (
                    p_store, account.last_seq, item.id, item.type, item.amount, account.balance, item.key,
                    decode(item.fingerprint, 'hex'), item.job, item.reverses, item.description, item.reference, item.actor,
                    item.service, item.quantity)
                returning t.* into entry;
                if item.expires is not null then
                    insert into credit_grants (id, store_id, amount, remaining, expires_at)
                    values (
                        item.id, p_store, item.amount, greatest(0, least(item.amount, account.balance)),  -- debts first
                        item.expires);
                    account.next_expiry_at := least(account.next_expiry_at, item.expires);
                end if;
                if item.reverses is not null and item.amount < 0 then
                    update credit_grants g set remaining = greatest(0, g.remaining + item.amount) where g.id = item.reverses;
                end if;
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
    if account is distinct from before then perform credit_save(account); end if;
end $apply$;

create function credit_hold(p_store uuid, p_item jsonb)
returns table (outcome text, available bigint, hold credit_holds)
language plpgsql as $hold$
#variable_conflict use_column
declare
    account credit_balances;
    before credit_balances;
    item record;
    moment timestamptz;
begin
    select * into account from credit_balances b where b.store_id = p_store for no key update;
    if not found then return; end if;
    before := account;
    moment := clock_timestamp();
    select * into item from jsonb_to_record(p_item) as given (
        id uuid, service text, unit_price bigint, quantity bigint, amount bigint, key text, fingerprint text, description text,
        reference text, actor uuid, expires timestamptz);
    select h.* into hold from credit_holds h where h.store_id = p_store and h.idempotency_key = item.key;
    if found then
        outcome := case when (hold).fingerprint = decode(item.fingerprint, 'hex') then 'replayed' else 'key_reused' end;
    else
        if account.next_expiry_at <= moment then account := credit_fold(account, moment); end if;
        if account.held > 0 and account.balance - account.held < -account.overdraft + item.amount::numeric then
            account := credit_expire_holds(account, moment);
        end if;
        outcome := case
            when account.status <> 'open' then account.status
            when account.balance - account.held < -account.overdraft + item.amount::numeric then 'insufficient'
            else 'applied'
        end;
        if outcome = 'applied' then
            account.held := account.held + item.amount;
            insert into credit_holds as h (
                id, store_id, service_key, unit_price, quantity, amount, idempotency_key, fingerprint, description,
                reference_id, actor_id, expires_at)
            values (
                item.id, p_store, item.service, item.unit_price, item.quantity, item.amount, item.key,
                decode(item.fingerprint, 'hex'), item.description, item.reference, item.actor, item.expires)
            returning h.* into hold;
        end if;
    end if;
    available := account.balance - account.held;
    if account is distinct from before then perform credit_save(account); end if;
    return next;
end $hold$;
comment on function credit_hold(uuid, jsonb) is 'Sets credits of a store aside, once for each key. No row: no such store.';

create function credit_settle(p_store uuid, p_hold uuid, p_quantity bigint, p_actor uuid)
returns table (outcome text, hold credit_holds)
language plpgsql as $settle$
#variable_conflict use_column
declare
    account credit_balances;
    line credit_transactions;
    moment timestamptz;
    wanted text := case when p_quantity > 0 then 'captured' else 'released' end;
begin
    select * into account from credit_balances b where b.store_id = p_store for no key update;
    if not found then return; end if;
    select h.* into hold from credit_holds h where h.id = p_hold and h.store_id = p_store;
    if not found then return; end if;
    moment := clock_timestamp();
    if (hold).state = 'active' and (hold).expires_at <= moment then
        account := credit_expire_holds(account, moment);
        if account.next_expiry_at <= moment then account := credit_fold(account, moment); end if;
        perform credit_save(account);
        select h.* into hold from credit_holds h where h.id = p_hold;
    end if;
    if (hold).state <> 'active' then
        outcome := case
            when (hold).state = wanted and (hold).captured = p_quantity * (hold).unit_price then 'replayed'
            else (hold).state
        end;
        return next;
        return;
    end if;
    if p_quantity > (hold).quantity then
        outcome := 'more_than_held';
        return next;
        return;
    end if;
    account.held := account.held - (hold).amount;
    if p_quantity > 0 then
        account.balance := account.balance - p_quantity * (hold).unit_price;
        account.last_seq := account.last_seq + 1;
        account.lifetime_spent := least(
            9223372036854775807, account.lifetime_spent::numeric + p_quantity * (hold).unit_price);
        account.consumed := least(9223372036854775807, account.consumed::numeric + p_quantity * (hold).unit_price);
        insert into credit_transactions as t (
            store_id, seq, id, type, amount, balance_after, idempotency_key, fingerprint, description, reference_id, actor_id,
            service_key, quantity)
        values (
            p_store, account.last_seq, gen_random_uuid(), 'capture', -p_quantity * (hold).unit_price, account.balance,
            'hold:' || p_hold, (hold).fingerprint, (hold).description, (hold).reference_id, p_actor, (hold).service_key,
            p_quantity)
        returning t.* into line;
    end if;
    update credit_holds h
    set state = wanted, captured = p_quantity * h.unit_price, line_id = line.id, settled_at = moment
    where h.id = p_hold returning h.* into hold;
    if account.next_expiry_at <= moment then account := credit_fold(account, moment); end if;
    perform credit_save(account);
    outcome := 'applied';
    return next;
end $settle$;
comment on function credit_settle(uuid, uuid, bigint, uuid) is
    'Captures so many units of a hold, or releases all of it (0). No row: no such hold in this store.';

-- What is in the journal stays: not even the role that owns it may change or delete a line, on top of the triggers. One
-- column stays open to UPDATE, since looking up the line that a reversal names locks that line, which asks for the right.
revoke update, delete, truncate on credit_transactions from public, current_user;
grant update (reference_id) on credit_transactions to current_user;
