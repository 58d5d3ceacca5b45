-- How credits are bought. What is paid, and for what, is written down before anybody is asked for money; the journal gets
-- its line when the payment is certain.

create table credit_packages (
    id          text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    name        text not null check (length(name) between 1 and 120),
    credits     bigint not null check (credits between 10000 and 10000000000),
    price_minor bigint not null check (price_minor > 0),
    currency    text not null check (currency ~ '^[A-Z]{3}$'),
    position    smallint not null default 0,
    is_active   boolean not null default true,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now()
);
comment on table credit_packages is 'What can be bought in one go: so many credits, in ten-thousandths, for a price in the currency''s minor unit.';
create trigger credit_packages_touch before update on credit_packages
    for each row execute function touch_updated_at();
insert into credit_packages (id, name, credits, price_minor, currency, position) values
    ('starter', '100 credits', 1000000, 1000, 'EUR', 1),
    ('growth', '500 credits', 5000000, 4500, 'EUR', 2),
    ('business', '2,000 credits', 20000000, 16000, 'EUR', 3),
    ('scale', '10,000 credits', 100000000, 70000, 'EUR', 4);

create table credit_rates (
    currency           text primary key check (currency ~ '^[A-Z]{3}$'),
    minor_per_credit   bigint not null check (minor_per_credit > 0),
    is_default         boolean not null default false,
    updated_at         timestamptz not null default now()
);
comment on table credit_rates is 'What one credit costs outside packages, in the currency''s minor unit; what is less than one of it is rounded up.';
create unique index credit_rates_one_default on credit_rates (is_default) where is_default;
create trigger credit_rates_touch before update on credit_rates for each row execute function touch_updated_at();
insert into credit_rates (currency, minor_per_credit, is_default) values ('EUR', 10, true);

create table credit_purchases (
    id              uuid primary key,
    store_id        uuid not null references credit_balances on delete restrict,
    user_id         uuid not null references users on delete restrict,
    package_id      text references credit_packages on delete restrict,
    amount          bigint not null check (amount between 10000 and 10000000000),
    description     text not null check (length(description) between 1 and 400),
    billing_id      uuid not null unique references billing_transactions on delete restrict,
    job_id          uuid unique references job_queue on delete restrict,
    state           text not null default 'pending' check (state in ('pending', 'completed', 'failed')),
    failure_code    text check (length(failure_code) between 1 and 80),
    after_seq       bigint not null check (after_seq >= 0),
    checkout_id     text unique check (length(checkout_id) between 1 and 255),
    checkout_url    text check (length(checkout_url) between 1 and 2048),
    payment_id      text unique check (length(payment_id) between 1 and 255),
    paid_at         timestamptz,
    refunded_minor  bigint not null default 0 check (refunded_minor >= 0),
    is_disputed     boolean not null default false,
    news            bigint not null default 0 check (news >= 0),
    seen            bigint not null default 0 check (seen between 0 and news),
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    check ((state = 'failed') = (failure_code is not null)),
    check (state <> 'completed' or paid_at is not null)
);
comment on table credit_purchases is 'Every purchase, from the wish to the payment. Its id is that of its line in the journal.';
comment on column credit_purchases.after_seq is 'Number of the journal''s newest line when the purchase was asked for: its place in the list until it has one.';
comment on column credit_purchases.checkout_id is 'The provider''s name for its payment page; payment_id for the payment.';
comment on column credit_purchases.news is 'How often something was told of the payment; seen: as of which of it the provider was asked last.';
comment on column credit_purchases.refunded_minor is 'How much of the price the provider has given back, as far as the journal knows.';
create index credit_purchases_open on credit_purchases (store_id, after_seq, id) where state <> 'completed';
create index credit_purchases_waiting on credit_purchases (created_at) where state = 'pending';
create index credit_purchases_by_user on credit_purchases (user_id);
create index credit_purchases_by_package on credit_purchases (package_id) where package_id is not null;
create trigger credit_purchases_touch before update on credit_purchases
    for each row execute function touch_updated_at();

create table payment_events (
    provider    text not null check (provider in ('stripe')),
    id          text not null check (length(id) between 1 and 255),
    type        text not null check (length(type) between 1 and 120),
    purchase_id uuid references credit_purchases on delete restrict,
    received_at timestamptz not null default now(),
    primary key (provider, id)
);
comment on table payment_events is 'What a provider told of payments, once each. Only a reason to look: what is booked is what the provider answers when asked.';
create index payment_events_by_purchase on payment_events (purchase_id) where purchase_id is not null;
create index payment_events_by_time on payment_events (received_at);

create table credit_syncs (
    store_id  uuid primary key references credit_balances on delete restrict,
    revision  bigint not null check (revision >= 0),
    seq       bigint not null check (seq >= 0),
    synced_at timestamptz not null default now()
);
comment on table credit_syncs is 'What a store''s own database was last told of its credits.';
