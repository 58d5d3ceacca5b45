-- Stores, the database each of them owns, and the names they answer to.

create table stores (
    id                  uuid primary key,
    owner_id            uuid not null references users on delete restrict,
    name                text not null check (length(name) between 1 and 120),
    slug                text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) between 2 and 48),
    status              text not null default 'pending_database'
                        check (status in ('pending_database', 'provisioning', 'active', 'failed', 'suspended')),
    is_active           boolean generated always as (status = 'active') stored,
    suspended_from      text check (suspended_from in ('pending_database', 'active', 'failed')),
    provisioning_job_id uuid,
    schema_version      text check (length(schema_version) <= 40),
    generation          integer not null default 1 check (generation > 0),
    activated_at        timestamptz,
    created_at          timestamptz not null default now(),
    updated_at          timestamptz not null default now(),
    check (status not in ('provisioning', 'failed') or provisioning_job_id is not null),
    check (status <> 'active' or (activated_at is not null and schema_version is not null)),
    check ((status = 'suspended') = (suspended_from is not null))
);
comment on table stores is 'The registry: whose store it is and how far it has come. The shop itself lives in the store''s own database.';
comment on column stores.schema_version is 'Newest tenant migration known to be applied, e.g. 0014.';
create index stores_by_owner on stores (owner_id, created_at desc, id desc);
create index stores_by_status on stores (status) where status <> 'active';
create trigger stores_touch before update on stores for each row execute function touch_updated_at();

create table store_databases (
    store_id           uuid primary key references stores on delete restrict,
    kind               text not null check (kind in ('postgres', 'supabase', 'managed')),
    host               text not null check (length(host) between 1 and 255),
    port               integer not null check (port between 1 and 65535),
    database_name      text not null check (length(database_name) between 1 and 63),
    fingerprint        bytea not null check (length(fingerprint) = 32),
    sealed_credentials bytea not null,
    key_id             text not null references encryption_keys,
    credential_version integer not null default 1 check (credential_version > 0),
    status             text not null default 'pending' check (status in ('pending', 'connected', 'failed')),
    allows_existing    boolean not null default false,
    server_version     integer,
    connected_at       timestamptz,
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now(),
    check (status <> 'connected' or connected_at is not null)
);
comment on table store_databases is 'How to reach a store''s database. User, password and TLS material exist only inside sealed_credentials.';
comment on column store_databases.fingerprint is 'SHA-256 of the normalised host, port and database: one live database serves one store.';
comment on column store_databases.credential_version is 'Part of the seal''s context and of the connection cache''s key: raised by every change of credentials.';
comment on column store_databases.allows_existing is 'The customer confirmed that tables of theirs may already be there.';
create unique index store_databases_in_use on store_databases (fingerprint) where status in ('pending', 'connected');
create index store_databases_by_key on store_databases (key_id);
create trigger store_databases_touch before update on store_databases for each row execute function touch_updated_at();

create table store_hostnames (
    hostname   text primary key check (hostname = lower(hostname) and length(hostname) between 1 and 253),
    store_id   uuid not null references stores on delete restrict,
    is_primary boolean not null default false,
    created_at timestamptz not null default now()
);
comment on table store_hostnames is 'Every name a store answers to, as A-labels (IDNA), without port.';
create index store_hostnames_by_store on store_hostnames (store_id);
create unique index store_hostnames_one_primary on store_hostnames (store_id) where is_primary;

create table subscriptions (
    id                   uuid primary key default gen_random_uuid(),
    store_id             uuid not null references stores on delete restrict,
    plan                 text not null default 'free' check (plan in ('free', 'starter', 'professional', 'enterprise')),
    status               text not null default 'active' check (status in ('trialing', 'active', 'past_due', 'canceled')),
    current_period_start timestamptz not null default now(),
    current_period_end   timestamptz,
    canceled_at          timestamptz,
    created_at           timestamptz not null default now(),
    updated_at           timestamptz not null default now(),
    check (current_period_end > current_period_start),
    check ((status = 'canceled') = (canceled_at is not null))
);
comment on table subscriptions is 'The plan a store is on. Ended ones stay for history.';
create unique index subscriptions_one_live on subscriptions (store_id) where status <> 'canceled';
create trigger subscriptions_touch before update on subscriptions for each row execute function touch_updated_at();

-- Every process caches routes and credentials; a change is told to all of them when it commits.
create function announce_store_change() returns trigger language plpgsql as $announce$
declare
    changed jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
    perform pg_notify('tenantry_store', coalesce(changed ->> 'store_id', changed ->> 'id'));
    return null;
end $announce$;
create trigger stores_announce after insert or update on stores
    for each row execute function announce_store_change();
create trigger store_databases_announce after insert or update or delete on store_databases
    for each row execute function announce_store_change();
create trigger store_hostnames_announce after insert or update or delete on store_hostnames
    for each row execute function announce_store_change();
