-- Who may use the platform, how they stay signed in, and the keys that both rest on.

create table installation (
    only_row   boolean primary key default true check (only_row),
    id         uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now()
);
comment on table installation is 'One row: the identity of this control plane, written into every tenant database it owns.';
insert into installation default values;

create function touch_updated_at() returns trigger language plpgsql as $touch$
begin
    new.updated_at := now();
    return new;
end $touch$;

create function refuse_change() returns trigger language plpgsql as $refuse$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $refuse$;

create table users (
    id            uuid primary key,
    email         text not null check (email = btrim(email) and length(email) between 3 and 254),
    password_hash text check (password_hash like '$argon2id$%'),
    first_name    text not null check (length(first_name) between 1 and 120),
    last_name     text not null check (length(last_name) between 1 and 120),
    role          text not null default 'agency' check (role in ('agency', 'operator')),
    is_active     boolean not null default true,
    generation    integer not null default 1 check (generation > 0),
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now()
);
comment on table users is 'Agency people and operators of the platform. Customers of a store live in that store''s own database.';
comment on column users.generation is 'Raised to end every session at once: a token minted under a lower one is dead.';
comment on column users.password_hash is 'argon2id in PHC form; null when the account cannot sign in with a password.';
create unique index users_email_key on users (lower(email));
create trigger users_touch before update on users for each row execute function touch_updated_at();

create table sessions (
    id              uuid primary key,
    user_id         uuid not null references users on delete restrict,
    salt            bytea not null check (length(salt) = 16),
    rt_counter      bigint not null default 0 check (rt_counter between 0 and 4294967295),
    rt_confirmed    bigint not null default -1,
    rotated_at      timestamptz not null default now(),
    created_at      timestamptz not null default now(),
    idle_expires_at timestamptz not null,
    abs_expires_at  timestamptz not null,
    revoked_at      timestamptz,
    revoke_reason   text check (revoke_reason in ('logout', 'reuse', 'password', 'deactivated', 'operator')),
    ip              inet,
    user_agent      text check (length(user_agent) <= 400),
    check (rt_confirmed <= rt_counter),
    check (idle_expires_at <= abs_expires_at),
    check ((revoked_at is null) = (revoke_reason is null))
);
comment on table sessions is 'One row per sign-in of a platform account. The refresh token is a MAC over the row''s id, salt and counter: nothing secret is stored.';
comment on column sessions.rt_counter is 'The only refresh counter that may be redeemed; rotation is a compare-and-swap on it.';
create index sessions_live_by_user on sessions (user_id, created_at desc) where revoked_at is null;
create index sessions_lately_revoked on sessions (revoked_at) where revoked_at is not null;

create table encryption_keys (
    kid             text primary key check (kid ~ '^[a-z0-9._-]{1,32}$'),
    key_check_value bytea not null check (length(key_check_value) = 8),
    state           text not null default 'active' check (state in ('active', 'retired')),
    first_seen_at   timestamptz not null default now(),
    retired_at      timestamptz,
    check ((state = 'retired') = (retired_at is not null))
);
comment on table encryption_keys is 'A fingerprint of every credential key ever used, never a key: a process that brings a different key under a known id refuses to start.';

create table signing_keys (
    kid                text primary key check (kid ~ '^[A-Za-z0-9._-]{1,64}$'),
    algorithm          text not null default 'ES256' check (algorithm = 'ES256'),
    sealed_private_key bytea not null,
    key_id             text not null references encryption_keys,
    public_key         bytea not null check (length(public_key) = 65),
    state              text not null check (state in ('pending', 'active', 'verify_only', 'revoked')),
    created_at         timestamptz not null default now(),
    activated_at       timestamptz,
    retired_at         timestamptz,
    check (state = 'pending' or activated_at is not null)
);
comment on table signing_keys is 'Keys that sign access tokens; the private half is sealed with a credential key.';
comment on column signing_keys.key_id is 'The credential key that seals it.';
create index signing_keys_by_key on signing_keys (key_id);
create unique index signing_keys_one_active on signing_keys ((true)) where state = 'active';

create table platform_secrets (
    name         text primary key check (name ~ '^[a-z][a-z0-9-]{0,39}$'),
    sealed_value bytea not null,
    key_id       text not null references encryption_keys,
    created_at   timestamptz not null default now()
);
comment on table platform_secrets is 'Secrets that the platform makes for itself, sealed with a credential key: all processes share them.';
create index platform_secrets_by_key on platform_secrets (key_id);
