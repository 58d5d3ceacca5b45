-- Stock: levels are the sum of movements, and promises (reservations) are kept beside them.

create table inventory_locations (
    id uuid primary key default gen_random_uuid(),
    code text not null unique check (code ~ '^[a-z0-9][a-z0-9_-]*$'),
    name text not null check (name <> ''),
    kind text not null default 'warehouse' check (kind in ('warehouse', 'shop', 'supplier', 'virtual')),
    address_line1 text not null default '',
    postal_code text not null default '',
    city text not null default '',
    country country_code,
    is_active boolean not null default true,
    is_default boolean not null default false,
    priority integer not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table inventory_locations is 'Places where stock is kept; lower priority ships first.';
create unique index inventory_locations_one_default on inventory_locations (is_default) where is_default;
create trigger touch before update on inventory_locations for each row execute function touch_updated_at();

create table inventory_levels (
    variant_id uuid not null references product_variants on delete cascade,
    location_id uuid not null references inventory_locations on delete restrict,
    on_hand integer not null default 0,
    reserved integer not null default 0 check (reserved >= 0),
    available integer not null generated always as (on_hand - reserved) stored,
    reorder_point integer check (reorder_point >= 0),
    updated_at timestamptz not null default now(),
    primary key (variant_id, location_id)
);
comment on table inventory_levels is 'Pieces of a variant at a location; changed by movements and reservations only.';
comment on column inventory_levels.on_hand is 'Pieces; below zero only for variants that allow backorder.';
comment on column inventory_levels.reserved is 'Pieces promised by active reservations.';
create index inventory_levels_location on inventory_levels (location_id);
create index inventory_levels_low on inventory_levels (variant_id) where available <= reorder_point;
create trigger touch before update on inventory_levels for each row execute function touch_updated_at();
create trigger starts_empty before insert on inventory_levels for each row
    when (pg_trigger_depth() = 0 and (new.on_hand <> 0 or new.reserved <> 0)) execute function refuse_direct_write();
create trigger derived before update of on_hand, reserved on inventory_levels for each row
    when (pg_trigger_depth() = 0 and (new.on_hand, new.reserved) is distinct from (old.on_hand, old.reserved))
    execute function refuse_direct_write();
create trigger kept before delete on inventory_levels for each row
    when (pg_trigger_depth() = 0 and (old.on_hand <> 0 or old.reserved <> 0)) execute function refuse_direct_write();

create table inventory_movements (
    id bigint generated always as identity primary key,
    variant_id uuid not null references product_variants on delete restrict,
    location_id uuid not null references inventory_locations on delete restrict,
    kind text not null
        check (kind in ('initial', 'receipt', 'sale', 'return', 'transfer', 'adjustment', 'stocktake', 'loss')),
    quantity integer not null check (quantity <> 0),
    on_hand_after integer not null,
    reference_type text,
    reference_id uuid,
    note text not null default '',
    actor_id uuid default current_actor(),
    created_at timestamptz not null default now()
);
comment on table inventory_movements is
    'Every change of stock, append-only; inserting one moves the level in the same statement.';
comment on column inventory_movements.quantity is 'Pieces, signed: positive comes in.';
comment on column inventory_movements.on_hand_after is 'Level after this movement; filled in by the trigger.';
create index inventory_movements_variant on inventory_movements (variant_id, location_id, id);
create index inventory_movements_location on inventory_movements (location_id, id);
create index inventory_movements_reference on inventory_movements (reference_type, reference_id)
    where reference_id is not null;

create function variant_may_oversell(variant uuid) returns boolean language sql stable
    set search_path = public, pg_temp as $oversell$
    select v.allow_backorder or not v.track_inventory from product_variants v where v.id = variant
$oversell$;
comment on function variant_may_oversell(uuid) is 'Whether stock of the variant may fall below zero.';

create function apply_inventory_movement() returns trigger language plpgsql set search_path = public, pg_temp as $apply$
begin
    insert into inventory_levels as level (variant_id, location_id, on_hand)
    values (new.variant_id, new.location_id, new.quantity)
    on conflict (variant_id, location_id) do update set on_hand = level.on_hand + excluded.on_hand
    returning level.on_hand into new.on_hand_after;
    if new.quantity < 0 and new.on_hand_after < 0 and not variant_may_oversell(new.variant_id) then
        raise exception 'stock of variant % would fall to %; it takes no backorders', new.variant_id, new.on_hand_after
            using errcode = 'check_violation', constraint = 'inventory_levels_not_oversold';
    end if;
    return new;
end
$apply$;
comment on function apply_inventory_movement() is
    'BEFORE INSERT: adds the movement to its level; 23514 when the stock does not suffice.';
create trigger apply before insert on inventory_movements for each row execute function apply_inventory_movement();
create trigger append_only before update or delete or truncate on inventory_movements
    for each statement execute function refuse_change();

create table inventory_reservations (
    id uuid primary key default gen_random_uuid(),
    variant_id uuid not null references product_variants on delete restrict,
    location_id uuid not null references inventory_locations on delete restrict,
    quantity integer not null check (quantity > 0),
    status text not null default 'active' check (status in ('active', 'fulfilled', 'released', 'expired')),
    reference_type text not null check (reference_type in ('cart', 'order', 'transfer')),
    reference_id uuid not null,
    expires_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table inventory_reservations is 'Stock promised to a cart or an order; only active ones count.';
comment on column inventory_reservations.quantity is 'Pieces.';
create index inventory_reservations_variant on inventory_reservations (variant_id, location_id);
create index inventory_reservations_location on inventory_reservations (location_id);
create index inventory_reservations_reference on inventory_reservations (reference_type, reference_id);
create index inventory_reservations_due on inventory_reservations (expires_at) where status = 'active';

create function apply_inventory_reservation() returns trigger language plpgsql
    set search_path = public, pg_temp as $apply$
declare
    held_before integer := 0;
    held_after integer := 0;
    free integer;
begin
    if tg_op <> 'INSERT' and old.status = 'active' then held_before := old.quantity; end if;
    if tg_op <> 'DELETE' and new.status = 'active' then held_after := new.quantity; end if;
    if held_before = held_after then return null; end if;
    insert into inventory_levels as level (variant_id, location_id, reserved)
    values (coalesce(new.variant_id, old.variant_id), coalesce(new.location_id, old.location_id),
            greatest(held_after - held_before, 0))
    on conflict (variant_id, location_id) do update set reserved = level.reserved + held_after - held_before
    returning level.available into free;
    if held_after > held_before and free < 0 and not variant_may_oversell(new.variant_id) then
        raise exception 'only % of variant % can be promised', free + held_after - held_before, new.variant_id
            using errcode = 'check_violation', constraint = 'inventory_levels_not_overpromised';
    end if;
    return null;
end
$apply$;
comment on function apply_inventory_reservation() is
    'AFTER any change: keeps inventory_levels.reserved; 23514 when the stock does not suffice.';
create trigger apply after insert or update or delete on inventory_reservations for each row
    execute function apply_inventory_reservation();
create trigger place_is_fixed before update of variant_id, location_id on inventory_reservations for each row
    when ((new.variant_id, new.location_id) is distinct from (old.variant_id, old.location_id))
    execute function refuse_change();
create trigger touch before update on inventory_reservations for each row execute function touch_updated_at();
