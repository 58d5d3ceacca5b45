-- Orders: what was bought, at which price, and how it went on.

create table orders (
    id uuid primary key default gen_random_uuid(),
    number text not null unique check (number <> ''),
    cart_id uuid unique references carts on delete set null,
    customer_id uuid references customers on delete set null,
    email email_address not null,
    status text not null default 'pending'
        check (status in ('draft', 'pending', 'confirmed', 'processing', 'completed', 'canceled')),
    payment_status text not null default 'unpaid' check (payment_status in
        ('unpaid', 'authorized', 'partially_paid', 'paid', 'partially_refunded', 'refunded')),
    currency currency_code not null references currencies on update cascade on delete restrict,
    language language_code references languages on update cascade on delete set null,
    prices_include_tax boolean not null default true,
    subtotal minor_units not null default 0,
    discount_total minor_units not null default 0,
    shipping_total minor_units not null default 0,
    tax_total minor_units not null default 0,
    total minor_units not null default 0,
    shipping_method_id uuid references shipping_methods on delete set null,
    customer_note text not null default '',
    channel text not null default 'web' check (channel in ('web', 'admin', 'api', 'pos', 'import')),
    metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
    placed_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint orders_discount_within_price check (discount_total <= subtotal + shipping_total),
    constraint orders_total_adds_up check (total = subtotal - discount_total + shipping_total
        + case when prices_include_tax then 0 else tax_total end)
);
comment on table orders is 'Orders; canceled rather than deleted.';
comment on column orders.subtotal is
    'Sum of quantity times unit price, minor units of currency; so are all amounts here.';
comment on column orders.tax_total is 'Tax on goods and shipping; part of total already when prices include tax.';
create index orders_customer on orders (customer_id, placed_at desc);
create index orders_status on orders (status, placed_at desc);
create index orders_newest on orders (placed_at desc, id);
create index orders_email on orders (lower(email));
create index orders_currency on orders (currency);
create index orders_language on orders (language) where language is not null;
create index orders_method on orders (shipping_method_id);
create trigger assign_number before insert on orders for each row
    when (new.number is null) execute function assign_number('order');
create trigger number_is_fixed before update of number on orders for each row
    when (new.number <> old.number) execute function refuse_change();
create trigger touch before update on orders for each row execute function touch_updated_at();

create table order_items (
    id uuid primary key default gen_random_uuid(),
    order_id uuid not null references orders on delete cascade,
    variant_id uuid references product_variants on delete set null,
    sku text not null,
    name text not null check (name <> ''),
    options jsonb not null default '{}' check (jsonb_typeof(options) = 'object'),
    quantity integer not null check (quantity > 0),
    unit_price minor_units not null,
    discount_amount minor_units not null default 0,
    tax_amount minor_units not null default 0,
    total bigint not null generated always as (quantity::bigint * unit_price - discount_amount) stored
        check (total >= 0),
    fulfilled_quantity integer not null default 0 check (fulfilled_quantity >= 0),
    returned_quantity integer not null default 0 check (returned_quantity >= 0),
    position integer not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (id, order_id),
    constraint order_items_fulfilled_within_ordered check (fulfilled_quantity <= quantity),
    constraint order_items_returned_within_fulfilled check (returned_quantity <= fulfilled_quantity)
);
comment on table order_items is 'Lines of an order with name and price as they were when it was placed.';
comment on column order_items.unit_price is
    'Minor units of the order''s currency; so are discount_amount, tax_amount and total, for the whole line.';
comment on column order_items.fulfilled_quantity is
    'Pieces handed over; kept by fulfilment_items. returned_quantity is kept by return_items.';
create index order_items_order on order_items (order_id, position);
create index order_items_variant on order_items (variant_id);
create trigger derived before update of fulfilled_quantity, returned_quantity on order_items for each row
    when (pg_trigger_depth() = 0 and (new.fulfilled_quantity, new.returned_quantity)
          is distinct from (old.fulfilled_quantity, old.returned_quantity)) execute function refuse_direct_write();
create trigger order_is_fixed before update of order_id on order_items for each row
    when (new.order_id <> old.order_id) execute function refuse_change();
create trigger touch before update on order_items for each row execute function touch_updated_at();

create function check_order_totals() returns trigger language plpgsql set search_path = public, pg_temp as $totals$
declare
    books record;
begin
    select o.number, o.subtotal, o.discount_total, o.tax_total,
           coalesce(sum(i.quantity::bigint * i.unit_price), 0) as goods,
           coalesce(sum(i.discount_amount), 0) as discounts, coalesce(sum(i.tax_amount), 0) as taxes
      into books
      from orders o left join order_items i on i.order_id = o.id
     where o.id = case when tg_table_name = 'orders' then (to_jsonb(new) ->> 'id')::uuid
                       when tg_op = 'DELETE' then (to_jsonb(old) ->> 'order_id')::uuid
                       else (to_jsonb(new) ->> 'order_id')::uuid end
     group by o.id;
    if not found then return null; end if;
    if books.subtotal <> books.goods or books.discount_total < books.discounts or books.tax_total < books.taxes then
        raise exception 'order % does not add up: subtotal % of goods %; discounts % of %; taxes % of %', books.number,
            books.subtotal, books.goods, books.discount_total, books.discounts, books.tax_total, books.taxes
            using errcode = 'check_violation', constraint = 'orders_match_items';
    end if;
    return null;
end
$totals$;
comment on function check_order_totals() is 'At commit: an order''s sums agree with its lines, or 23514.';
create constraint trigger totals after insert or update of subtotal, discount_total, tax_total on orders
    deferrable initially deferred for each row execute function check_order_totals();
create constraint trigger totals after insert or delete or update of quantity, unit_price, discount_amount, tax_amount
    on order_items deferrable initially deferred for each row execute function check_order_totals();

create table order_addresses (
    order_id uuid not null references orders on delete cascade,
    kind text not null check (kind in ('shipping', 'billing')),
    name text not null check (name <> ''),
    company text not null default '',
    line1 text not null check (line1 <> ''),
    line2 text not null default '',
    postal_code text not null default '',
    city text not null check (city <> ''),
    region text not null default '',
    country country_code not null,
    phone text not null default '',
    tax_number text not null default '',
    primary key (order_id, kind)
);
comment on table order_addresses is 'Addresses of an order as they were when it was placed.';

create table order_tax_lines (
    id uuid primary key default gen_random_uuid(),
    order_id uuid not null references orders on delete cascade,
    tax_rate_id uuid references tax_rates on delete set null,
    name text not null check (name <> ''),
    rate_percent numeric(7, 4) not null check (rate_percent between 0 and 100),
    taxable_amount minor_units not null,
    amount minor_units not null
);
comment on table order_tax_lines is 'Taxes of an order by rate, for the invoice.';
comment on column order_tax_lines.amount is 'Minor units of the order''s currency, as is taxable_amount.';
create index order_tax_lines_order on order_tax_lines (order_id);
create index order_tax_lines_rate on order_tax_lines (tax_rate_id);

create table order_notes (
    id uuid primary key default gen_random_uuid(),
    order_id uuid not null references orders on delete cascade,
    author_id uuid references users on delete set null,
    body text not null check (body <> ''),
    is_visible_to_customer boolean not null default false,
    created_at timestamptz not null default now()
);
comment on table order_notes is 'Remarks of the staff on an order.';
create index order_notes_order on order_notes (order_id, created_at);
create index order_notes_author on order_notes (author_id);

create table order_status_history (
    id bigint generated always as identity primary key,
    order_id uuid not null references orders on delete cascade,
    from_status text,
    to_status text not null,
    actor_id uuid default current_actor(),
    created_at timestamptz not null default now()
);
comment on table order_status_history is
    'Every status an order has had; written by trigger, together with an outbox event.';
create index order_status_history_order on order_status_history (order_id, id);

create function follow_order_status() returns trigger language plpgsql set search_path = public, pg_temp as $follow$
declare
    former constant text := case when tg_op = 'UPDATE' then to_jsonb(old) ->> 'status' end;
begin
    if former = new.status then return null; end if;
    if former in ('completed', 'canceled') or new.status = 'draft' and former <> 'draft' then
        raise exception 'order % is % and cannot become %', new.number, former, new.status
            using errcode = 'check_violation', constraint = 'orders_status_moves_forward';
    end if;
    insert into order_status_history (order_id, from_status, to_status) values (new.id, former, new.status);
    insert into event_outbox (topic, entity_type, entity_id, payload)
    values (case when former is null then 'order.created' else 'order.status_changed' end, 'order', new.id,
            jsonb_build_object('number', new.number, 'from', former, 'to', new.status));
    return null;
end
$follow$;
comment on function follow_order_status() is 'Refuses steps back (23514), writes the history and an outbox event.';
create trigger follow_status after insert or update of status on orders for each row
    execute function follow_order_status();

create table discount_redemptions (
    id uuid primary key default gen_random_uuid(),
    discount_id uuid not null references discounts on delete restrict,
    coupon_id uuid references coupons on delete restrict,
    order_id uuid not null references orders on delete cascade,
    customer_id uuid references customers on delete set null,
    amount minor_units not null,
    created_at timestamptz not null default now(),
    unique (order_id, discount_id)
);
comment on table discount_redemptions is
    'Discounts used by orders; inserting and deleting keeps the use counts within their limits.';
comment on column discount_redemptions.amount is 'Minor units of the order''s currency.';
create index discount_redemptions_discount on discount_redemptions (discount_id, customer_id);
create index discount_redemptions_coupon on discount_redemptions (coupon_id);
create index discount_redemptions_customer on discount_redemptions (customer_id);

create function count_redemption() returns trigger language plpgsql set search_path = public, pg_temp as $count$
declare
    used discount_redemptions := case when tg_op = 'DELETE' then old else new end;
    step constant integer := case when tg_op = 'DELETE' then -1 else 1 end;
    per_customer integer;
begin
    update discounts set used_count = used_count + step where id = used.discount_id
    returning usage_limit_per_customer into per_customer;
    update coupons set used_count = used_count + step where id = used.coupon_id;
    if tg_op = 'INSERT' and per_customer < (select count(*) from discount_redemptions r
        where r.discount_id = used.discount_id and r.customer_id = used.customer_id) then
        raise exception 'this customer has used the discount % times already', per_customer
            using errcode = 'check_violation', constraint = 'discounts_within_limit_per_customer';
    end if;
    return null;
end
$count$;
comment on function count_redemption() is
    'AFTER INSERT OR DELETE: counts uses under the lock of the discount; 23514 above a limit.';
create trigger count_use after insert or delete on discount_redemptions for each row
    execute function count_redemption();
