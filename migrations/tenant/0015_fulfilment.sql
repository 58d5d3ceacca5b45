-- Handing goods over and taking them back.

create table fulfilments (
    id uuid primary key default gen_random_uuid(),
    order_id uuid not null references orders on delete restrict,
    location_id uuid not null references inventory_locations on delete restrict,
    status text not null default 'open' check (status in ('open', 'packed', 'shipped', 'delivered', 'canceled')),
    assigned_to uuid references users on delete set null,
    note text not null default '',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (id, order_id)
);
comment on table fulfilments is 'Work orders to a location: take these lines of the order and hand them over.';
create index fulfilments_order on fulfilments (order_id);
create index fulfilments_location on fulfilments (location_id, status);
create index fulfilments_assignee on fulfilments (assigned_to);
create trigger touch before update on fulfilments for each row execute function touch_updated_at();

create table fulfilment_items (
    id uuid primary key default gen_random_uuid(),
    fulfilment_id uuid not null,
    order_id uuid not null,
    order_item_id uuid not null,
    quantity integer not null check (quantity > 0),
    unique (fulfilment_id, order_item_id),
    foreign key (fulfilment_id, order_id) references fulfilments (id, order_id) on delete cascade,
    foreign key (order_item_id, order_id) references order_items (id, order_id) on delete restrict
);
comment on table fulfilment_items is 'Lines of a fulfilment; never more in all than was ordered.';
create index fulfilment_items_fulfilment on fulfilment_items (fulfilment_id, order_id);
create index fulfilment_items_item on fulfilment_items (order_item_id, order_id);

create table shipments (
    id uuid primary key default gen_random_uuid(),
    number text not null unique check (number <> ''),
    fulfilment_id uuid not null references fulfilments on delete restrict,
    method_id uuid references shipping_methods on delete set null,
    carrier text not null default '',
    tracking_number text check (tracking_number <> ''),
    tracking_url text check (tracking_url ~ '^https?://'),
    status text not null default 'label_created'
        check (status in ('label_created', 'in_transit', 'out_for_delivery', 'delivered', 'failed', 'returned')),
    weight_grams integer check (weight_grams > 0),
    cost_amount minor_units,
    cost_currency currency_code,
    label_id uuid references media_assets on delete set null,
    shipped_at timestamptz,
    delivered_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check ((cost_amount is null) = (cost_currency is null)),
    check (delivered_at >= shipped_at)
);
comment on table shipments is 'Parcels of a fulfilment.';
comment on column shipments.weight_grams is 'Grams, packed.';
comment on column shipments.cost_amount is 'What the carrier charges, minor units of cost_currency.';
create index shipments_fulfilment on shipments (fulfilment_id);
create index shipments_method on shipments (method_id);
create index shipments_label on shipments (label_id);
create unique index shipments_tracking on shipments (carrier, tracking_number) where tracking_number is not null;
create trigger assign_number before insert on shipments for each row
    when (new.number is null) execute function assign_number('shipment');
create trigger touch before update on shipments for each row execute function touch_updated_at();

create table shipment_events (
    id bigint generated always as identity primary key,
    shipment_id uuid not null references shipments on delete cascade,
    status text not null check (status <> ''),
    description text not null default '',
    place text not null default '',
    occurred_at timestamptz not null,
    created_at timestamptz not null default now(),
    unique (shipment_id, occurred_at, status)
);
comment on table shipment_events is 'What the carrier reported of a parcel.';

create table returns (
    id uuid primary key default gen_random_uuid(),
    number text not null unique check (number <> ''),
    order_id uuid not null references orders on delete restrict,
    status text not null default 'requested'
        check (status in ('requested', 'approved', 'received', 'closed', 'rejected', 'canceled')),
    reason text not null default 'other'
        check (reason in ('damaged', 'wrong_item', 'not_as_described', 'no_longer_wanted', 'other')),
    customer_note text not null default '',
    refund_id uuid references refunds on delete set null,
    location_id uuid references inventory_locations on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (id, order_id)
);
comment on table returns is 'Goods a customer sends back; rejected and canceled returns do not count.';
create index returns_order on returns (order_id);
create index returns_refund on returns (refund_id);
create index returns_location on returns (location_id);
create index returns_status on returns (status, created_at);
create trigger assign_number before insert on returns for each row
    when (new.number is null) execute function assign_number('return');
create trigger touch before update on returns for each row execute function touch_updated_at();

create table return_items (
    id uuid primary key default gen_random_uuid(),
    return_id uuid not null,
    order_id uuid not null,
    order_item_id uuid not null,
    quantity integer not null check (quantity > 0),
    condition text not null default 'unknown' check (condition in ('unknown', 'new', 'opened', 'damaged')),
    restock boolean not null default false,
    unique (return_id, order_item_id),
    foreign key (return_id, order_id) references returns (id, order_id) on delete cascade,
    foreign key (order_item_id, order_id) references order_items (id, order_id) on delete restrict
);
comment on table return_items is 'Lines of a return; never more in all than was handed over.';
create index return_items_return on return_items (return_id, order_id);
create index return_items_item on return_items (order_item_id, order_id);

create function recount_order_items(items uuid[]) returns void language plpgsql
    set search_path = public, pg_temp as $recount$
begin
    -- Lock first, count in the next statement: it then sees what the holder before us committed.
    perform 1 from order_items where id = any (items) order by id for no key update;
    update order_items i
       set fulfilled_quantity = f.pieces, returned_quantity = r.pieces
      from unnest(items) as wanted(id),
           lateral (select coalesce(sum(fi.quantity), 0)::integer as pieces from fulfilment_items fi
                      join fulfilments f on f.id = fi.fulfilment_id and f.status <> 'canceled'
                     where fi.order_item_id = wanted.id) f,
           lateral (select coalesce(sum(ri.quantity), 0)::integer as pieces from return_items ri
                      join returns r on r.id = ri.return_id and r.status not in ('rejected', 'canceled')
                     where ri.order_item_id = wanted.id) r
     where i.id = wanted.id and (i.fulfilled_quantity, i.returned_quantity) is distinct from (f.pieces, r.pieces);
end
$recount$;
comment on function recount_order_items(uuid[]) is
    'Counts again what was handed over and taken back; the checks on order_items refuse (23514) too much of either.';

create function follow_handover() returns trigger language plpgsql set search_path = public, pg_temp as $follow$
begin
    if tg_table_name = 'fulfilments' then
        perform recount_order_items(array(select order_item_id from fulfilment_items where fulfilment_id = new.id));
    elsif tg_table_name = 'returns' then
        perform recount_order_items(array(select order_item_id from return_items where return_id = new.id));
    elsif tg_op = 'INSERT' then
        perform recount_order_items(array[new.order_item_id]);
    else
        perform recount_order_items(array[old.order_item_id, coalesce(new.order_item_id, old.order_item_id)]);
    end if;
    return null;
end
$follow$;
comment on function follow_handover() is
    'AFTER a change of fulfilments, returns or their lines: recounts the order''s lines.';
create trigger follow after insert or delete or update of quantity, order_item_id on fulfilment_items for each row
    execute function follow_handover();
create trigger follow after insert or delete or update of quantity, order_item_id on return_items for each row
    execute function follow_handover();
create trigger follow after update of status on fulfilments for each row
    when (old.status <> new.status) execute function follow_handover();
create trigger follow after update of status on returns for each row
    when (old.status <> new.status) execute function follow_handover();
