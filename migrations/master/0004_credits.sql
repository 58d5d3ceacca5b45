-- Credits are money: whole ten-thousandths, an append-only journal, and a balance that is its sum.

create table credit_balances (
    store_id           uuid primary key references stores on delete restrict,
    balance            bigint not null default 0,
    held               bigint not null default 0 check (held >= 0),
    overdraft          bigint not null default 0 check (overdraft >= 0),
    lifetime_purchased bigint not null default 0 check (lifetime_purchased >= 0),
    lifetime_spent     bigint not null default 0 check (lifetime_spent >= 0),
    last_seq           bigint not null default 0 check (last_seq >= 0),
    status             text not null default 'open' check (status in ('open', 'frozen', 'closed')),
    updated_at         timestamptz not null default now(),
    constraint credit_balances_no_overdraw check (balance - held >= -overdraft)
) with (fillfactor = 50);
comment on table credit_balances is 'What a store has, in ten-thousandths of a credit. One row per store, made with the store.';
comment on column credit_balances.last_seq is 'Sequence number of the newest journal entry; the journal has no gaps.';

create table credit_transactions (
    store_id        uuid not null references credit_balances on delete restrict,
    seq             bigint not null check (seq > 0),
    id              uuid not null unique,
    type            text not null check (type in
                    ('purchase', 'grant', 'usage', 'capture', 'refund', 'reversal', 'expiry', 'adjustment')),
    amount          bigint not null check (amount <> 0),
    balance_after   bigint not null,
    idempotency_key text not null check (length(idempotency_key) between 1 and 255),
    fingerprint     bytea not null,
    job_id          uuid unique references job_queue on delete restrict,
    reverses        uuid references credit_transactions (id) on delete restrict,
    description     text check (length(description) <= 400),
    reference_id    text check (length(reference_id) <= 255),
    actor_id        uuid references users on delete restrict,
    created_at      timestamptz not null default clock_timestamp(),
    primary key (store_id, seq),
    unique (store_id, idempotency_key),
    check (case when type in ('purchase', 'grant', 'refund') then amount > 0
                when type in ('usage', 'capture', 'expiry') then amount < 0
                else true end)
);
comment on table credit_transactions is 'The journal: appended to, never changed. Amounts are ten-thousandths, negative when spent.';
comment on column credit_transactions.job_id is 'A purchase is credited by a job, and by each job once.';
create index credit_transactions_by_reversed on credit_transactions (reverses) where reverses is not null;
create index credit_transactions_by_actor on credit_transactions (actor_id) where actor_id is not null;
create trigger credit_transactions_append_only before update or delete on credit_transactions
    for each row execute function refuse_change();
create trigger credit_transactions_keep before truncate on credit_transactions
    for each statement execute function refuse_change();

create table service_credit_costs (
    service_key  text primary key check (service_key ~ '^[a-z0-9][a-z0-9._-]{0,79}$'),
    name         text not null check (length(name) between 1 and 120),
    unit_price   bigint not null check (unit_price between 1 and 1000000),
    billing_type text not null check (billing_type in ('per_use', 'per_day', 'per_month', 'per_item', 'per_mb')),
    is_active    boolean not null default true,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now()
);
comment on table service_credit_costs is 'What a service costs, in ten-thousandths of a credit per unit (0.0001 to 100 credits).';
create trigger service_credit_costs_touch before update on service_credit_costs
    for each row execute function touch_updated_at();
insert into service_credit_costs (service_key, name, unit_price, billing_type) values
    ('ai.product-description', 'Product description by AI', 5000, 'per_use'),
    ('ai.translation', 'Translation by AI', 1000, 'per_item'),
    ('ai.image', 'Product image by AI', 25000, 'per_use'),
    ('email.send', 'Outgoing e-mail', 10, 'per_item'),
    ('media.storage', 'Media storage', 50, 'per_mb'),
    ('domain.custom', 'Custom domain', 3000, 'per_day'),
    ('store.publish', 'Published store', 30000, 'per_day');
