-- What things cost: price lists, discounts, coupon codes, gift cards.

create table price_lists (
    id uuid primary key default gen_random_uuid(),
    code text not null unique check (code ~ '^[a-z][a-z0-9_]*$'),
    name text not null check (name <> ''),
    currency currency_code not null references currencies on update cascade on delete restrict,
    kind text not null default 'base' check (kind in ('base', 'sale', 'contract')),
    customer_group_id uuid references customer_groups on delete cascade,
    prices_include_tax boolean not null default true,
    priority integer not null default 0,
    starts_at timestamptz,
    ends_at timestamptz,
    is_default boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (ends_at > starts_at)
);
comment on table price_lists is 'Lists of prices in one currency; the applicable list of highest priority wins.';
create unique index price_lists_one_default on price_lists (is_default) where is_default;
create index price_lists_currency on price_lists (currency);
create index price_lists_group on price_lists (customer_group_id);
create trigger touch before update on price_lists for each row execute function touch_updated_at();

create table prices (
    id uuid primary key default gen_random_uuid(),
    price_list_id uuid not null references price_lists on delete cascade,
    variant_id uuid not null references product_variants on delete cascade,
    min_quantity integer not null default 1 check (min_quantity > 0),
    amount minor_units not null,
    compare_at_amount minor_units,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (compare_at_amount >= amount),
    unique (price_list_id, variant_id, min_quantity)
);
comment on table prices is 'Price of one piece from a quantity upwards.';
comment on column prices.amount is 'Minor units of the price list''s currency.';
comment on column prices.compare_at_amount is
    'Former price to show struck through, minor units of the price list''s currency.';
create index prices_variant on prices (variant_id);
create trigger touch before update on prices for each row execute function touch_updated_at();

create table discounts (
    id uuid primary key default gen_random_uuid(),
    name text not null check (name <> ''),
    kind text not null check (kind in ('percentage', 'fixed_amount', 'free_shipping', 'buy_x_get_y')),
    target text not null default 'order' check (target in ('order', 'items', 'shipping')),
    percent numeric(5, 2) check (percent > 0 and percent <= 100),
    amount minor_units,
    currency currency_code,
    buy_quantity integer check (buy_quantity > 0),
    get_quantity integer check (get_quantity > 0),
    min_subtotal minor_units,
    customer_group_id uuid references customer_groups on delete cascade,
    needs_coupon boolean not null default false,
    is_combinable boolean not null default false,
    priority integer not null default 0,
    usage_limit integer check (usage_limit > 0),
    usage_limit_per_customer integer check (usage_limit_per_customer > 0),
    used_count integer not null default 0 check (used_count >= 0),
    is_active boolean not null default true,
    starts_at timestamptz not null default now(),
    ends_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint discounts_within_limit check (used_count <= usage_limit),
    check (ends_at > starts_at),
    check ((kind = 'percentage') = (percent is not null)),
    check ((kind = 'fixed_amount') = (amount is not null)),
    check ((kind = 'buy_x_get_y') = (buy_quantity is not null and get_quantity is not null)),
    check (currency is not null or (amount is null and min_subtotal is null))
);
comment on table discounts is 'Rules that lower a price, by themselves or by coupon.';
comment on column discounts.percent is 'Percent of the target: 12.50 is twelve and a half.';
comment on column discounts.amount is 'Minor units of currency, as is min_subtotal.';
comment on column discounts.used_count is 'Redemptions so far; kept by discount_redemptions.';
create index discounts_group on discounts (customer_group_id);
create index discounts_running on discounts (starts_at, ends_at) where is_active;
create trigger derived before update of used_count on discounts for each row
    when (pg_trigger_depth() = 0 and new.used_count <> old.used_count) execute function refuse_direct_write();
create trigger touch before update on discounts for each row execute function touch_updated_at();
create trigger audit after delete on discounts for each row execute function audit_change();

create table discount_targets (
    id uuid primary key default gen_random_uuid(),
    discount_id uuid not null references discounts on delete cascade,
    product_id uuid references products on delete cascade,
    category_id uuid references categories on delete cascade,
    collection_id uuid references collections on delete cascade,
    is_exclusion boolean not null default false,
    check (num_nonnulls(product_id, category_id, collection_id) = 1)
);
comment on table discount_targets is 'What a discount is limited to, or leaves out; without rows it is for everything.';
create unique index discount_targets_product on discount_targets (product_id, discount_id) where product_id is not null;
create unique index discount_targets_category on discount_targets (category_id, discount_id)
    where category_id is not null;
create unique index discount_targets_collection on discount_targets (collection_id, discount_id)
    where collection_id is not null;
create index discount_targets_discount on discount_targets (discount_id);

create table coupons (
    id uuid primary key default gen_random_uuid(),
    discount_id uuid not null references discounts on delete cascade,
    code text not null check (code ~ '^\S{1,64}$'),
    usage_limit integer check (usage_limit > 0),
    used_count integer not null default 0 check (used_count >= 0),
    is_active boolean not null default true,
    expires_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint coupons_within_limit check (used_count <= usage_limit)
);
comment on table coupons is 'Codes that unlock a discount; upper and lower case do not differ.';
comment on column coupons.used_count is 'Redemptions so far; kept by discount_redemptions.';
create unique index coupons_code on coupons (lower(code));
create index coupons_discount on coupons (discount_id);
create trigger derived before update of used_count on coupons for each row
    when (pg_trigger_depth() = 0 and new.used_count <> old.used_count) execute function refuse_direct_write();
create trigger touch before update on coupons for each row execute function touch_updated_at();

create table gift_cards (
    id uuid primary key default gen_random_uuid(),
    code_hash bytea not null unique check (octet_length(code_hash) = 32),
    last_four text not null check (char_length(last_four) = 4),
    currency currency_code not null,
    balance minor_units not null default 0,
    status text not null default 'active' check (status in ('active', 'blocked')),
    customer_id uuid references customers on delete set null,
    recipient_email email_address,
    expires_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table gift_cards is 'Stored value; the code itself is only with the customer.';
comment on column gift_cards.code_hash is 'SHA-256 of the code, 32 bytes.';
comment on column gift_cards.balance is 'Minor units of currency; the sum of gift_card_transactions.';
create index gift_cards_customer on gift_cards (customer_id);
create trigger starts_empty before insert on gift_cards for each row
    when (new.balance <> 0) execute function refuse_direct_write();
create trigger derived before update of balance on gift_cards for each row
    when (pg_trigger_depth() = 0 and new.balance <> old.balance) execute function refuse_direct_write();
create trigger touch before update on gift_cards for each row execute function touch_updated_at();
