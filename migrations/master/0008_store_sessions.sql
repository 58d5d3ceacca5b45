-- Sessions of stores' people live in the stores' own databases; here stands only which store each is of.

create table store_sessions (
    id         uuid primary key,
    store_id   uuid not null references stores on delete restrict,
    subject    uuid not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    confirmed  bigint not null default -1,
    generation bigint not null default 0
);
comment on table store_sessions is 'Where the session of a store''s user is to be found: its refresh token names no store. Never a secret.';
comment on column store_sessions.subject is 'The user''s id in the store''s own database: data, never an account of the platform.';
comment on column store_sessions.confirmed is 'The highest refresh counter of which an access token has been used; noted here, so that the store''s database is not asked for every use.';
comment on column store_sessions.generation is 'The user''s when the session was opened; a higher one in the store''s database ends it.';
create index store_sessions_by_subject on store_sessions (store_id, subject) where revoked_at is null;
create index store_sessions_by_expiry on store_sessions (expires_at);
create trigger store_sessions_revoke after update of revoked_at on store_sessions for each row
    when (old.revoked_at is null and new.revoked_at is not null) execute function revoke_session();
