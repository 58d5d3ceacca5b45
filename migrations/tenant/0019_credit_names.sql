-- The store's view of its credits under the names that say what it is, with news that have no line in the journal too.

alter table credit_cache rename to credit_balance_cache;
alter table credit_balance_cache rename constraint credit_cache_pkey to credit_balance_cache_pkey;
alter table credit_balance_cache add column revision bigint not null default 0 check (revision >= 0);
comment on column credit_balance_cache.revision is
    'Number of the change on the platform that the figures reflect, also of those without a line in its journal; never falls.';

create or replace function ignore_stale_credits() returns trigger language plpgsql as $stale$
begin
    if new.revision < old.revision or new.seq < old.seq then return null; end if;
    return new;
end
$stale$;

drop function store_credits(bigint, bigint, bigint, bigint);
create function store_credits(
    new_balance bigint, new_available bigint, new_held bigint, new_seq bigint, new_revision bigint)
returns boolean language sql set search_path = public, pg_temp as $credits$
    with written as (
        insert into credit_balance_cache as cached (balance, available, held, seq, revision, synced_at)
        values (new_balance, new_available, new_held, new_seq, new_revision, now())
        on conflict (singleton) do update
        set balance = excluded.balance, available = excluded.available, held = excluded.held,
            seq = excluded.seq, revision = excluded.revision, synced_at = excluded.synced_at
        where cached.revision < excluded.revision
        returning 1
    )
    select exists (select 1 from written)
$credits$;
comment on function store_credits(bigint, bigint, bigint, bigint, bigint) is
    'Takes over balance, available and held (ten-thousandths) as of a journal number and a revision; false when they were known.';

alter table credit_spending rename to credit_spending_log;
alter table credit_spending_log rename constraint credit_spending_pkey to credit_spending_log_pkey;
alter index credit_spending_service rename to credit_spending_log_service;
alter index credit_spending_newest rename to credit_spending_log_newest;
alter table credit_spending_log alter column quantity type bigint;
