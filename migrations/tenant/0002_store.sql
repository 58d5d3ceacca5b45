-- The store itself: languages, currencies, its one record, its settings, its document numbers.

create table languages (
    code language_code primary key,
    name text not null check (name <> ''),
    native_name text not null check (native_name <> ''),
    direction text not null default 'ltr' check (direction in ('ltr', 'rtl')),
    is_enabled boolean not null default false,
    is_default boolean not null default false,
    position integer not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (is_enabled or not is_default)
);
comment on table languages is 'Languages a store may offer; the default one is always enabled.';
create unique index languages_one_default on languages (is_default) where is_default;
create trigger touch before update on languages for each row execute function touch_updated_at();

create table currencies (
    code currency_code primary key,
    name text not null check (name <> ''),
    symbol text not null check (symbol <> ''),
    minor_digits smallint not null default 2 check (minor_digits between 0 and 4),
    is_enabled boolean not null default false,
    is_default boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (is_enabled or not is_default)
);
comment on table currencies is 'Currencies a store may sell in; the default one is always enabled.';
comment on column currencies.minor_digits is 'Decimal places of one minor unit: 2 means amounts are hundredths.';
create unique index currencies_one_default on currencies (is_default) where is_default;
create trigger touch before update on currencies for each row execute function touch_updated_at();

create table exchange_rates (
    id uuid primary key default gen_random_uuid(),
    base_currency currency_code not null references currencies on update cascade on delete cascade,
    quote_currency currency_code not null references currencies on update cascade on delete cascade,
    rate numeric(20, 10) not null check (rate > 0),
    valid_from timestamptz not null default now(),
    source text not null default 'manual',
    created_at timestamptz not null default now(),
    check (base_currency <> quote_currency),
    unique (base_currency, quote_currency, valid_from)
);
comment on table exchange_rates is 'Rates between currencies; the newest valid_from not in the future applies.';
comment on column exchange_rates.rate is 'Major units of quote_currency for one major unit of base_currency.';
create index exchange_rates_quote on exchange_rates (quote_currency);

create table store (
    id uuid primary key,
    name text not null check (name <> ''),
    slug text not null check (char_length(slug) <= 63 and slug ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$'),
    status text not null default 'provisioning'
        check (status in ('pending_database', 'provisioning', 'active', 'failed', 'suspended')),
    currency currency_code not null default 'USD',
    locale text not null default 'en' check (locale <> ''),
    timezone text not null default 'UTC' check (timezone <> ''),
    owner_name text not null default '',
    owner_email email_address not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table store is 'The one store this database belongs to, kept by the platform under the platform''s id.';
comment on column store.timezone is 'IANA time zone name.';
comment on column store.locale is 'BCP 47 tag of the store''s own language.';
create unique index store_singleton on store ((true));
create trigger touch before update on store for each row execute function touch_updated_at();

create table store_settings (
    key text primary key check (key ~ '^[a-z0-9_]+(\.[a-z0-9_]+)+$'),
    value jsonb not null,
    description text not null default '',
    is_public boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table store_settings is
    'Settings of the merchant, one JSON value per key; provisioning never overwrites one.';
comment on column store_settings.is_public is 'Whether the storefront may show the value to visitors.';
create trigger touch before update on store_settings for each row execute function touch_updated_at();
create trigger audit after update or delete on store_settings for each row execute function audit_change();

create table number_series (
    kind text primary key check (kind in ('order', 'invoice', 'refund', 'return', 'shipment')),
    prefix text not null default '',
    padding smallint not null default 5 check (padding between 1 and 18),
    next_value bigint not null default 1 check (next_value > 0),
    updated_at timestamptz not null default now()
);
comment on table number_series is
    'Numbering of documents. Orders draw from order_number_seq (gaps allowed, nobody waits); the rest are gapless.';
comment on column number_series.padding is 'Least number of digits after the prefix.';
create trigger touch before update on number_series for each row execute function touch_updated_at();
create sequence order_number_seq as bigint start with 1001;
insert into number_series (kind, prefix)
values ('order', '#'), ('invoice', 'INV-'), ('refund', 'CR-'), ('return', 'RET-'), ('shipment', 'SHP-');

create function next_number(series text) returns text language plpgsql set search_path = public, pg_temp as $number$
declare
    issued record;
begin
    if series = 'order' then
        select prefix, padding, nextval('order_number_seq') as value into issued
          from number_series where kind = 'order';
    else
        update number_series set next_value = next_value + 1 where kind = series
        returning prefix, padding, next_value - 1 as value into issued;
    end if;
    if issued.value is null then
        raise exception 'no number series "%"; it must be one of: order, invoice, refund, return, shipment', series
            using errcode = 'undefined_parameter';
    end if;
    return issued.prefix || lpad(issued.value::text, greatest(issued.padding, length(issued.value::text)), '0');
end
$number$;
comment on function next_number(text) is
    'The next number of a series; a gapless series stays locked until the transaction ends.';

create function assign_number() returns trigger language plpgsql set search_path = public, pg_temp as $assign$
begin
    new.number := next_number(tg_argv[0]);
    return new;
end
$assign$;
comment on function assign_number() is
    'BEFORE INSERT WHEN (NEW.number IS NULL): takes the number from the series named in the argument.';
