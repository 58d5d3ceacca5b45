-- The people who run the store: users, what they may do, their sessions, and keys for programs.

create table users (
    id uuid primary key default gen_random_uuid(),
    email email_address not null,
    password_hash text check (password_hash <> ''),
    display_name text not null default '',
    first_name text,
    last_name text,
    status text not null default 'active' check (status in ('invited', 'active', 'disabled')),
    is_owner boolean not null default false,
    gen bigint not null default 0 check (gen >= 0),
    language language_code references languages on update cascade on delete set null,
    last_login_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table users is 'Staff of the store. The owner has no password here: the platform checks it.';
comment on column users.gen is 'Generation of the user''s tokens; raising it ends every token minted before.';
comment on column users.password_hash is
    'PHC string of the password; null means no login with a password kept in this database.';
create unique index users_email on users (lower(email));
create unique index users_one_owner on users (is_owner) where is_owner;
create index users_language on users (language) where language is not null;

create function guard_user_generation() returns trigger language plpgsql as $gen$
begin
    if new.gen < old.gen then
        raise exception 'users.gen only rises: tokens of an older generation would come alive again'
            using errcode = 'check_violation';
    end if;
    if old.status = 'active' and new.status <> 'active' then
        new.gen := greatest(new.gen, old.gen + 1);
    end if;
    return new;
end
$gen$;
comment on function guard_user_generation() is
    'BEFORE UPDATE: gen never falls, and rises when the user stops being active.';
create trigger generation before update on users for each row execute function guard_user_generation();
create trigger owner_stays before delete on users for each row when (old.is_owner) execute function refuse_change();
create trigger touch before update on users for each row execute function touch_updated_at();
create trigger audit after update of email, password_hash, status, is_owner or delete on users for each row
    execute function audit_change();

create table permissions (
    key text primary key check (key ~ '^[a-z_]+\.[a-z_]+$'),
    description text not null default ''
);
comment on table permissions is 'What a role can allow, as area.action.';

create table roles (
    id uuid primary key default gen_random_uuid(),
    key text not null unique check (key ~ '^[a-z][a-z0-9_]*$'),
    name text not null check (name <> ''),
    description text not null default '',
    is_system boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table roles is 'Named sets of permissions; system roles come with the store.';
create trigger touch before update on roles for each row execute function touch_updated_at();

create table role_permissions (
    role_id uuid not null references roles on delete cascade,
    permission_key text not null references permissions on update cascade on delete cascade,
    primary key (role_id, permission_key)
);
comment on table role_permissions is 'Which permissions a role allows.';
create index role_permissions_permission on role_permissions (permission_key);
create trigger audit after update or delete on role_permissions for each row execute function audit_change();

create table user_roles (
    user_id uuid not null references users on delete cascade,
    role_id uuid not null references roles on delete restrict,
    granted_at timestamptz not null default now(),
    primary key (user_id, role_id)
);
comment on table user_roles is 'Which roles a user holds; taking one away ends the user''s tokens.';
create index user_roles_role on user_roles (role_id);

create function end_tokens_of_user() returns trigger language plpgsql set search_path = public, pg_temp as $cut$
begin
    update users set gen = gen + 1 where id = old.user_id;
    return null;
end
$cut$;
comment on function end_tokens_of_user() is
    'AFTER DELETE on user_roles: a role taken away must not live on in a token.';
create trigger end_tokens after delete on user_roles for each row execute function end_tokens_of_user();

create table sessions (
    id uuid primary key default gen_random_uuid(),
    realm smallint not null default 2 check (realm = 2),
    store_id uuid not null references store on update cascade on delete cascade,
    user_id uuid not null references users on delete cascade,
    salt bytea not null check (octet_length(salt) between 16 and 64),
    rt_ctr bigint not null default 0 check (rt_ctr between 0 and 4294967295),
    rt_confirmed bigint not null default 0 check (rt_confirmed between 0 and 4294967295),
    rotated_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    idle_expires_at timestamptz not null,
    abs_expires_at timestamptz not null,
    revoked_at timestamptz,
    revoke_reason text,
    ip inet,
    ua text,
    check (rt_confirmed <= rt_ctr),
    check (idle_expires_at <= abs_expires_at),
    check (revoked_at is not null or revoke_reason is null)
);
comment on table sessions is
    'Logins of the store''s users. Nothing here is a secret by itself: tokens are MACs under a platform key.';
comment on column sessions.realm is '2: a store''s session (1 is the platform''s own realm and never stands here).';
comment on column sessions.rt_ctr is 'Counter inside the newest refresh token.';
comment on column sessions.rt_confirmed is 'Highest counter a client is known to have received.';
create index sessions_store on sessions (store_id);
create index sessions_user on sessions (user_id, created_at desc);
create index sessions_expiry on sessions (abs_expires_at) where revoked_at is null;

create table user_invitations (
    id uuid primary key default gen_random_uuid(),
    email email_address not null,
    role_id uuid not null references roles on delete cascade,
    invited_by uuid references users on delete set null,
    token_hash bytea not null unique check (octet_length(token_hash) = 32),
    expires_at timestamptz not null,
    accepted_at timestamptz,
    created_at timestamptz not null default now(),
    check (expires_at > created_at)
);
comment on table user_invitations is 'Invitations to join the staff; the token itself is only in the e-mail.';
comment on column user_invitations.token_hash is 'SHA-256 of the token, 32 bytes.';
create unique index user_invitations_open on user_invitations (lower(email)) where accepted_at is null;
create index user_invitations_role on user_invitations (role_id);
create index user_invitations_inviter on user_invitations (invited_by);

create table api_keys (
    id uuid primary key default gen_random_uuid(),
    name text not null check (name <> ''),
    prefix text not null check (char_length(prefix) between 4 and 16),
    token_hash bytea not null unique check (octet_length(token_hash) = 32),
    scopes text[] not null default '{}',
    created_by uuid references users on delete set null,
    last_used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table api_keys is 'Keys for programs of the merchant; scopes are permission keys.';
comment on column api_keys.token_hash is 'SHA-256 of the key, 32 bytes; prefix is what a list may show of it.';
create index api_keys_creator on api_keys (created_by);
create trigger touch before update on api_keys for each row execute function touch_updated_at();
create trigger audit after update or delete on api_keys for each row execute function audit_change();
