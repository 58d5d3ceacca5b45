-- Carts: what somebody is about to buy.

create table carts (
    id uuid primary key default gen_random_uuid(),
    customer_id uuid references customers on delete cascade,
    token_hash bytea unique check (octet_length(token_hash) = 32),
    status text not null default 'open' check (status in ('open', 'ordered', 'abandoned', 'merged')),
    email email_address,
    currency currency_code not null references currencies on update cascade on delete restrict,
    language language_code references languages on update cascade on delete set null,
    shipping_method_id uuid references shipping_methods on delete set null,
    shipping_address_id uuid references customer_addresses on delete set null,
    billing_address_id uuid references customer_addresses on delete set null,
    metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
    expires_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (customer_id is not null or token_hash is not null)
);
comment on table carts is 'Carts of customers and of visitors; a customer has at most one open.';
comment on column carts.token_hash is 'SHA-256 of the visitor''s cart token, 32 bytes.';
create unique index carts_one_open on carts (customer_id) where status = 'open';
create index carts_customer on carts (customer_id);
create index carts_currency on carts (currency);
create index carts_language on carts (language) where language is not null;
create index carts_method on carts (shipping_method_id);
create index carts_shipping_address on carts (shipping_address_id);
create index carts_billing_address on carts (billing_address_id);
create index carts_stale on carts (updated_at) where status = 'open';
create trigger touch before update on carts for each row execute function touch_updated_at();

create table cart_items (
    id uuid primary key default gen_random_uuid(),
    cart_id uuid not null references carts on delete cascade,
    variant_id uuid not null references product_variants on delete cascade,
    quantity integer not null check (quantity between 1 and 1000000),
    unit_price minor_units not null,
    options jsonb not null default '{}' check (jsonb_typeof(options) = 'object'),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table cart_items is 'Lines of a cart; the same variant with the same options is one line.';
comment on column cart_items.unit_price is 'Minor units of the cart''s currency, as last shown to the buyer.';
create unique index cart_items_line on cart_items (cart_id, variant_id, options);
create index cart_items_variant on cart_items (variant_id);
create trigger touch before update on cart_items for each row execute function touch_updated_at();

create table cart_coupons (
    cart_id uuid not null references carts on delete cascade,
    coupon_id uuid not null references coupons on delete cascade,
    created_at timestamptz not null default now(),
    primary key (cart_id, coupon_id)
);
comment on table cart_coupons is 'Coupons entered in a cart; they count as used only when it is ordered.';
create index cart_coupons_coupon on cart_coupons (coupon_id);
