-- What has been ended, for as long as a token could still be shown; and what makes a repeated request harmless even
-- when the first one died between its commit and its answer.

create table revocations (
    key          text primary key check (length(key) between 3 and 120),
    value        bigint not null check (value >= 0),
    revoked_at   timestamptz not null default clock_timestamp(),
    published_at timestamptz
);
comment on table revocations is 'Access tokens that are dead before their time. Redis holds a copy that every request reads; this is what it is rebuilt from.';
comment on column revocations.key is 'sid:<session>, usr:<realm>:<store or ->:<hash of the subject>, store:<store>.';
comment on column revocations.value is 'For a user or a store: the lowest generation that is still alive. For a session: 1.';
comment on column revocations.published_at is 'When Redis was told; null: not yet, since the last change.';
create index revocations_unpublished on revocations (revoked_at) where published_at is null;
create index revocations_by_age on revocations (revoked_at);

create function revoke_access(revoked text, lowest bigint) returns void language plpgsql as $revoke$
begin
    insert into revocations as r (key, value) values (revoked, lowest)
    on conflict (key) do update
        set value = greatest(r.value, excluded.value), revoked_at = excluded.revoked_at, published_at = null;
    perform pg_notify('tenantry_revocation', revoked);
end $revoke$;
comment on function revoke_access(text, bigint) is 'Kills access tokens with the commit of the transaction that calls it.';

create function revoke_session() returns trigger language plpgsql as $revoke$
begin
    perform revoke_access('sid:' || new.id, 1);
    return null;
end $revoke$;
create trigger sessions_revoke after update of revoked_at on sessions for each row
    when (old.revoked_at is null and new.revoked_at is not null) execute function revoke_session();

create function raise_user_generation() returns trigger language plpgsql as $raise$
begin
    if old.is_active and not new.is_active then
        new.generation := greatest(new.generation, old.generation + 1);
    end if;
    if new.generation < old.generation then
        raise exception 'users.generation only rises: dead tokens would come alive again' using errcode = 'check_violation';
    end if;
    return new;
end $raise$;
create trigger users_generation before update on users for each row execute function raise_user_generation();

create function revoke_user() returns trigger language plpgsql as $revoke$
begin
    perform revoke_access('usr:1:-:' || encode(substring(sha256(convert_to(new.id::text, 'UTF8')) for 8), 'hex'), new.generation);
    return null;
end $revoke$;
create trigger users_revoke after update of generation, is_active on users for each row
    when (old.generation < new.generation) execute function revoke_user();

create function raise_store_generation() returns trigger language plpgsql as $raise$
begin
    if old.status <> 'suspended' and new.status = 'suspended' then
        new.generation := greatest(new.generation, old.generation + 1);
    end if;
    if new.generation < old.generation then
        raise exception 'stores.generation only rises: dead tokens would come alive again' using errcode = 'check_violation';
    end if;
    return new;
end $raise$;
create trigger stores_generation before update on stores for each row execute function raise_store_generation();

create function revoke_store() returns trigger language plpgsql as $revoke$
begin
    perform revoke_access('store:' || new.id, new.generation);
    return null;
end $revoke$;
create trigger stores_revoke after update on stores for each row
    when (old.generation < new.generation) execute function revoke_store();

alter table idempotency_keys add column effect_id uuid not null default gen_random_uuid();
comment on column idempotency_keys.effect_id is 'The id of what the request makes. Whoever takes the key over from a request that died finds by it what that one had made.';
