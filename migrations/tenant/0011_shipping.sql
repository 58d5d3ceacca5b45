-- Where the store delivers, how, and for how much.

create table shipping_zones (
    id uuid primary key default gen_random_uuid(),
    code text not null unique check (code ~ '^[a-z][a-z0-9_]*$'),
    name text not null check (name <> ''),
    is_rest_of_world boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table shipping_zones is 'Areas the store delivers to; at most one stands for everywhere else.';
create unique index shipping_zones_one_rest on shipping_zones (is_rest_of_world) where is_rest_of_world;
create trigger touch before update on shipping_zones for each row execute function touch_updated_at();

create table shipping_zone_countries (
    zone_id uuid not null references shipping_zones on delete cascade,
    country country_code not null,
    region text not null default '',
    primary key (zone_id, country, region)
);
comment on table shipping_zone_countries is
    'Countries and regions of a shipping zone; region '''' is the whole country.';
create unique index shipping_zone_countries_place on shipping_zone_countries (country, region);

create table shipping_methods (
    id uuid primary key default gen_random_uuid(),
    zone_id uuid not null references shipping_zones on delete cascade,
    code text not null check (code ~ '^[a-z][a-z0-9_]*$'),
    name text not null check (name <> ''),
    description text not null default '',
    kind text not null default 'flat' check (kind in ('flat', 'by_weight', 'by_subtotal', 'free', 'pickup')),
    carrier text not null default '',
    tax_class_id uuid references tax_classes on delete set null,
    min_days smallint check (min_days >= 0),
    max_days smallint check (max_days >= 0),
    position integer not null default 0,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (zone_id, code),
    check (max_days >= min_days)
);
comment on table shipping_methods is 'Ways of delivery in a zone.';
comment on column shipping_methods.min_days is 'Working days until delivery, as is max_days.';
create index shipping_methods_tax_class on shipping_methods (tax_class_id);
create trigger touch before update on shipping_methods for each row execute function touch_updated_at();

create table shipping_rates (
    id uuid primary key default gen_random_uuid(),
    method_id uuid not null references shipping_methods on delete cascade,
    currency currency_code not null references currencies on update cascade on delete cascade,
    from_grams integer not null default 0 check (from_grams >= 0),
    from_subtotal minor_units not null default 0,
    amount minor_units not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (method_id, currency, from_grams, from_subtotal)
);
comment on table shipping_rates is
    'Price of a method; of the rows whose thresholds are reached, the highest thresholds apply.';
comment on column shipping_rates.from_grams is 'Grams of the whole parcel from which the row applies.';
comment on column shipping_rates.from_subtotal is 'Minor units of goods from which the row applies.';
comment on column shipping_rates.amount is 'Minor units of currency.';
create index shipping_rates_currency on shipping_rates (currency);
create trigger touch before update on shipping_rates for each row execute function touch_updated_at();
