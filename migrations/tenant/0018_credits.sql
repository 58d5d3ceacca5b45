-- The platform's credits as the store sees them; and the closing of every table to strangers.

create table credit_cache (
    singleton boolean primary key default true check (singleton),
    balance bigint not null default 0,
    available bigint not null default 0,
    held bigint not null default 0 check (held >= 0),
    seq bigint not null default 0 check (seq >= 0),
    synced_at timestamptz not null default now()
);
comment on table credit_cache is
    'One row: the store''s credits as last told by the platform. For display; spending always asks the platform.';
comment on column credit_cache.balance is 'Ten-thousandths of a credit, as are available and held.';
comment on column credit_cache.seq is
    'Sequence number in the platform''s journal that the figures reflect; never falls.';

create function ignore_stale_credits() returns trigger language plpgsql as $stale$
begin
    if new.seq < old.seq then return null; end if;
    return new;
end
$stale$;
comment on function ignore_stale_credits() is
    'BEFORE UPDATE: news older than what is known changes nothing (UPDATE 0).';
create trigger ignore_stale before update on credit_cache for each row execute function ignore_stale_credits();

create function store_credits(new_balance bigint, new_available bigint, new_held bigint, new_seq bigint)
returns boolean language sql set search_path = public, pg_temp as $credits$
    with written as (
        insert into credit_cache as cached (balance, available, held, seq, synced_at)
        values (new_balance, new_available, new_held, new_seq, now())
        on conflict (singleton) do update
        set balance = excluded.balance, available = excluded.available, held = excluded.held,
            seq = excluded.seq, synced_at = excluded.synced_at
        where cached.seq < excluded.seq
        returning 1
    )
    select exists (select 1 from written)
$credits$;
comment on function store_credits(bigint, bigint, bigint, bigint) is
    'Takes over balance, available and held (ten-thousandths) as of a journal number; false when it was known already.';

create table credit_spending (
    id bigint generated always as identity primary key,
    service_key text not null check (service_key <> ''),
    quantity integer not null check (quantity > 0),
    amount bigint not null check (amount > 0),
    ledger_seq bigint unique check (ledger_seq > 0),
    reference_id text,
    actor_id uuid default current_actor(),
    description text not null default '',
    spent_at timestamptz not null default now()
);
comment on table credit_spending is
    'What credits were spent on, append-only; the platform''s journal decides, this explains.';
comment on column credit_spending.amount is 'Ten-thousandths of a credit, positive.';
comment on column credit_spending.ledger_seq is 'Number of the entry in the platform''s journal.';
create index credit_spending_service on credit_spending (service_key, spent_at desc);
create index credit_spending_newest on credit_spending (spent_at desc, id);
create trigger append_only before update or delete or truncate on credit_spending
    for each statement execute function refuse_change();

-- Hosts such as Supabase serve schema public over HTTP to roles that anybody may take, and grant them every new table.
-- Only what these migrations made is closed; whatever else stands in the schema is the customer's own affair.
do $close$
declare
    stranger name;
begin
    for stranger in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
        execute format($revoke$revoke all on
        api_keys, attribute_option_translations, attribute_options, attribute_set_attributes, attribute_sets,
        attribute_translations, attributes, audit_log, brands, cart_coupons, cart_items, carts, categories,
        category_translations, collection_products, collections, content_page_translations, content_pages,
        coupons, credit_cache, credit_spending, currencies, customer_addresses, customer_consents,
        customer_groups, customers, discount_redemptions, discount_targets, discounts, email_outbox,
        email_template_translations, email_templates, event_outbox, exchange_rates, fulfilment_items,
        fulfilments, gift_card_transactions, gift_cards, import_job_errors, import_jobs, inventory_levels,
        inventory_locations, inventory_movements, inventory_reservations, invoices, languages, media_assets,
        navigation_item_translations, navigation_items, navigation_menus, number_series, order_addresses,
        order_items, order_notes, order_status_history, order_tax_lines, orders, payment_events,
        payment_methods, payments, permissions, price_lists, prices, product_attribute_values,
        product_categories, product_media, product_option_values, product_options, product_relations,
        product_reviews, product_tags, product_translations, product_variants, products, redirects,
        refund_items, refunds, return_items, returns, role_permissions, roles, seed_marks, sessions,
        shipment_events, shipments, shipping_methods, shipping_rates, shipping_zone_countries, shipping_zones,
        store, store_settings, tags, tax_classes, tax_rates, tax_zone_countries, tax_zones,
        ui_label_translations, ui_labels, user_invitations, user_roles, users, variant_option_values,
        webhook_deliveries, webhooks, wishlist_items, wishlists
        from %1$I; revoke all on sequence order_number_seq from %1$I$revoke$, stranger);
    end loop;
end
$close$;
