-- What stores use and what their owners pay for.

create table usage_metrics (
    store_id   uuid not null references stores on delete restrict,
    day        date not null,
    metric     text not null check (metric ~ '^[a-z0-9][a-z0-9._-]{0,79}$'),
    value      bigint not null default 0 check (value >= 0),
    updated_at timestamptz not null default now(),
    primary key (store_id, day, metric)
);
comment on table usage_metrics is 'Daily counters per store, in the metric''s own unit.';

create table api_usage_logs (
    id           bigint generated always as identity primary key,
    at           timestamptz not null default now(),
    request_id   text not null check (length(request_id) <= 200),
    user_id      uuid references users on delete restrict,
    store_id     uuid references stores on delete restrict,
    method       text not null check (length(method) <= 20),
    route        text not null check (length(route) <= 200),
    status       smallint not null check (status between 100 and 599),
    duration_us  bigint not null check (duration_us >= 0)
);
comment on table api_usage_logs is 'Sampled API calls by route template: never a path, a query string or a body.';
create index api_usage_logs_by_time on api_usage_logs using brin (at);
create index api_usage_logs_by_user on api_usage_logs (user_id) where user_id is not null;
create index api_usage_logs_by_store on api_usage_logs (store_id) where store_id is not null;

create table billing_transactions (
    id                 uuid primary key default gen_random_uuid(),
    store_id           uuid not null references stores on delete restrict,
    subscription_id    uuid references subscriptions on delete restrict,
    provider           text not null check (provider in ('manual', 'stripe')),
    provider_reference text check (length(provider_reference) <= 255),
    amount_minor       bigint not null check (amount_minor >= 0),
    currency           text not null check (currency ~ '^[A-Z]{3}$'),
    status             text not null default 'pending' check (status in ('pending', 'completed', 'failed', 'refunded', 'disputed')),
    description        text check (length(description) <= 400),
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now()
);
comment on table billing_transactions is 'Money that changed hands outside: subscription fees and credit payments, in the currency''s minor unit.';
create unique index billing_transactions_by_reference on billing_transactions (provider, provider_reference)
    where provider_reference is not null;
create index billing_transactions_by_store on billing_transactions (store_id, created_at desc);
create index billing_transactions_by_subscription on billing_transactions (subscription_id) where subscription_id is not null;
create trigger billing_transactions_touch before update on billing_transactions
    for each row execute function touch_updated_at();
