-- What every later file stands on: value domains, shared trigger functions, the event outbox and the audit log.

create domain minor_units as bigint check (value >= 0);
comment on domain minor_units is
    'An amount of money in the smallest unit of its currency (cents, yen, fils); never negative.';
create domain currency_code as char(3) check (value ~ '^[A-Z]{3}$');
comment on domain currency_code is 'ISO 4217 alphabetic code.';
create domain country_code as char(2) check (value ~ '^[A-Z]{2}$');
comment on domain country_code is 'ISO 3166-1 alpha-2 code.';
create domain language_code as text check (value ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$');
comment on domain language_code is 'BCP 47 tag: language, optional script, optional region.';
create domain email_address as text check (char_length(value) <= 320 and position('@' in value) > 1);
comment on domain email_address is 'E-mail address as typed; compare with lower().';
create domain url_handle as text
    check (char_length(value) between 1 and 200 and value ~ '^[a-z0-9]+([-_][a-z0-9]+)*$');
comment on domain url_handle is 'One lower-case path segment of a storefront URL.';

create function touch_updated_at() returns trigger language plpgsql as $touch$
begin
    new.updated_at := now();
    return new;
end
$touch$;
comment on function touch_updated_at() is 'BEFORE UPDATE: stamps updated_at with the transaction''s time.';

create function refuse_change() returns trigger language plpgsql as $refuse$
begin
    raise exception '% refuses %; write a new record instead', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation';
end
$refuse$;
comment on function refuse_change() is 'Guard of append-only tables and columns; raises 23001.';

create function refuse_direct_write() returns trigger language plpgsql as $refuse$
begin
    raise exception '% is kept by triggers; it takes no direct % of its running totals', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation';
end
$refuse$;
comment on function refuse_direct_write() is
    'Guard of derived figures, attached with WHEN (pg_trigger_depth() = 0); raises 23001.';

create function refuse_parent_cycle() returns trigger language plpgsql set search_path = public, pg_temp as $cycle$
declare
    closes_a_ring boolean;
begin
    -- Two moves that are harmless alone can form a ring together, so moves within one tree take turns.
    perform pg_advisory_xact_lock(hashtext('tree:' || tg_table_name));
    execute format(
        $walk$
            with recursive up(id, parent_id) as (
                select id, parent_id from %1$I where id = $1
                union
                select above.id, above.parent_id from %1$I above join up on above.id = up.parent_id
            )
            select exists (select 1 from up where $2 in (id, parent_id))
        $walk$, tg_table_name)
    into closes_a_ring using new.parent_id, new.id;
    if closes_a_ring or new.parent_id = new.id then
        raise exception '% % cannot stand below itself', tg_table_name, new.id using errcode = 'check_violation';
    end if;
    return new;
end
$cycle$;
comment on function refuse_parent_cycle() is
    'BEFORE INSERT OR UPDATE OF parent_id on a tree in schema public; raises 23514 on a ring.';

create function current_actor() returns uuid language sql stable as $$
    select nullif(current_setting('app.actor_id', true), '')::uuid
$$;
comment on function current_actor() is
    'Who acts: the uuid in setting app.actor_id (SET LOCAL by the application), null for the system.';

create table seed_marks (
    kind text not null,
    key text not null,
    delivered_at timestamptz not null default now(),
    primary key (kind, key)
);
comment on table seed_marks is
    'Starting records that were delivered once, by natural key: what a merchant renamed or deleted stays that way.';

create table event_outbox (
    id bigint generated always as identity primary key,
    topic text not null check (topic ~ '^[a-z_]+(\.[a-z_]+)+$'),
    entity_type text not null,
    entity_id uuid not null,
    payload jsonb not null default '{}',
    created_at timestamptz not null default now(),
    published_at timestamptz
);
comment on table event_outbox is
    'Events written with the change that caused them, published afterwards, at least once, in id order.';
create index event_outbox_unpublished on event_outbox (id) where published_at is null;
create index event_outbox_entity on event_outbox (entity_type, entity_id, id);

create table audit_log (
    id bigint generated always as identity primary key,
    occurred_at timestamptz not null default now(),
    actor_id uuid,
    action text not null check (action <> ''),
    entity_type text not null,
    entity_id text,
    changes jsonb not null default '{}',
    request_id text
);
comment on table audit_log is
    'Who changed what; append-only. actor_id is no foreign key on purpose: the log outlives its people.';
comment on column audit_log.changes is 'Changed columns: {"column": [old, new]}; secrets appear as "***".';
create index audit_log_entity on audit_log (entity_type, entity_id, id);
create index audit_log_actor on audit_log (actor_id, id) where actor_id is not null;
create trigger append_only before update or delete or truncate on audit_log
    for each statement execute function refuse_change();

create function audit_change() returns trigger language plpgsql set search_path = public, pg_temp as $audit$
declare
    secrets constant text[] := array['password_hash', 'token_hash', 'salt', 'secret_sealed'];
    before_row constant jsonb := to_jsonb(old);
    after_row constant jsonb := case when tg_op = 'UPDATE' then to_jsonb(new) else '{}'::jsonb end;
    changed jsonb;
begin
    select jsonb_object_agg(
               b.key, case when b.key = any (secrets) then '"***"'::jsonb
                           else jsonb_build_array(b.value, after_row -> b.key) end)
      into changed
      from jsonb_each(before_row) b
     where b.key <> 'updated_at' and b.value is distinct from after_row -> b.key;
    if changed is not null then
        insert into audit_log (actor_id, action, entity_type, entity_id, changes, request_id)
        values (current_actor(), lower(tg_op), tg_table_name,
                coalesce(before_row ->> 'id', before_row ->> 'key', before_row ->> 'role_id'),
                changed, nullif(current_setting('app.request_id', true), ''));
    end if;
    return null;
end
$audit$;
comment on function audit_change() is 'AFTER UPDATE OR DELETE: one audit_log row with the columns that changed.';
