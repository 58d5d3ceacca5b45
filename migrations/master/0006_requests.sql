-- What makes a repeated request harmless, and what is remembered of requests that matter.

create table idempotency_keys (
    principal       text not null check (length(principal) between 1 and 80),
    route           text not null check (length(route) between 1 and 200),
    key             text not null check (length(key) between 1 and 255),
    sealed_request  bytea not null,
    sealed_response bytea,
    locked_until    timestamptz not null,
    created_at      timestamptz not null default now(),
    expires_at      timestamptz not null default now() + interval '7 days',
    primary key (principal, route, key),
    check (expires_at >= created_at + interval '24 hours')
);
comment on table idempotency_keys is 'The first answer to a keyed request, sealed: it may hold tokens. Without an answer the first request still runs, until locked_until.';
create index idempotency_keys_expired on idempotency_keys (expires_at);

create table audit_log (
    id         bigint generated always as identity primary key,
    at         timestamptz not null default now(),
    actor_id   uuid references users on delete restrict,
    action     text not null check (action ~ '^[a-z_]+(\.[a-z_]+)+$'),
    store_id   uuid references stores on delete restrict,
    subject    text check (length(subject) <= 200),
    request_id text check (length(request_id) <= 200),
    ip         inet,
    detail     jsonb not null default '{}' check (jsonb_typeof(detail) = 'object')
);
comment on table audit_log is 'Who did what, from where; appended to, never changed, never a secret.';
create index audit_log_by_time on audit_log (at desc, id desc);
create index audit_log_by_actor on audit_log (actor_id, id desc) where actor_id is not null;
create index audit_log_by_store on audit_log (store_id, id desc) where store_id is not null;
create trigger audit_log_append_only before update or delete on audit_log
    for each row execute function refuse_change();
create trigger audit_log_keep before truncate on audit_log
    for each statement execute function refuse_change();
