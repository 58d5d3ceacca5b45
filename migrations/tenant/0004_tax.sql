-- Taxes: what kind of goods, sold where, at which rate.

create table tax_classes (
    id uuid primary key default gen_random_uuid(),
    code text not null unique check (code ~ '^[a-z][a-z0-9_]*$'),
    name text not null check (name <> ''),
    is_default boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table tax_classes is 'Kinds of goods that are taxed alike.';
create unique index tax_classes_one_default on tax_classes (is_default) where is_default;
create trigger touch before update on tax_classes for each row execute function touch_updated_at();

create table tax_zones (
    id uuid primary key default gen_random_uuid(),
    code text not null unique check (code ~ '^[a-z][a-z0-9_]*$'),
    name text not null check (name <> ''),
    is_rest_of_world boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table tax_zones is 'Areas with the same rates; at most one stands for everywhere else.';
create unique index tax_zones_one_rest on tax_zones (is_rest_of_world) where is_rest_of_world;
create trigger touch before update on tax_zones for each row execute function touch_updated_at();

create table tax_zone_countries (
    zone_id uuid not null references tax_zones on delete cascade,
    country country_code not null,
    region text not null default '',
    primary key (zone_id, country, region)
);
comment on table tax_zone_countries is 'Countries and regions of a tax zone; region '''' is the whole country.';
create unique index tax_zone_countries_place on tax_zone_countries (country, region);

create table tax_rates (
    id uuid primary key default gen_random_uuid(),
    zone_id uuid not null references tax_zones on delete cascade,
    class_id uuid not null references tax_classes on delete cascade,
    name text not null check (name <> ''),
    rate_percent numeric(7, 4) not null check (rate_percent between 0 and 100),
    priority smallint not null default 0 check (priority >= 0),
    is_compound boolean not null default false,
    valid_from date not null default date '1970-01-01',
    valid_to date,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (valid_to > valid_from),
    unique (zone_id, class_id, name, valid_from)
);
comment on table tax_rates is 'Rate of a tax class in a zone; valid_to is exclusive.';
comment on column tax_rates.rate_percent is 'Percent: 19.0000 is nineteen per cent.';
comment on column tax_rates.is_compound is 'Charged on the price plus the taxes of lower priority.';
create index tax_rates_class on tax_rates (class_id);
create trigger touch before update on tax_rates for each row execute function touch_updated_at();
create trigger audit after update or delete on tax_rates for each row execute function audit_change();
