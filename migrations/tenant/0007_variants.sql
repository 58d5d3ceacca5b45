-- What a product is bought as: options, variants, pictures, and values of its attributes.

create table product_options (
    id uuid primary key default gen_random_uuid(),
    product_id uuid not null references products on delete cascade,
    name text not null check (name <> ''),
    position integer not null default 0,
    unique (product_id, name),
    unique (id, product_id)
);
comment on table product_options is 'What a buyer chooses of a product: size, colour.';

create table product_option_values (
    id uuid primary key default gen_random_uuid(),
    option_id uuid not null references product_options on delete cascade,
    label text not null check (label <> ''),
    position integer not null default 0,
    unique (option_id, label),
    unique (id, option_id)
);
comment on table product_option_values is 'The choices of an option: S, M, L.';

create table product_variants (
    id uuid primary key default gen_random_uuid(),
    product_id uuid not null references products on delete cascade,
    sku text not null check (sku <> '' and char_length(sku) <= 100),
    barcode text check (barcode <> ''),
    title text not null default '',
    status text not null default 'active' check (status in ('active', 'archived')),
    is_default boolean not null default false,
    position integer not null default 0,
    track_inventory boolean not null default true,
    allow_backorder boolean not null default false,
    cost_amount minor_units,
    cost_currency currency_code,
    weight_grams integer check (weight_grams >= 0),
    length_mm integer check (length_mm >= 0),
    width_mm integer check (width_mm >= 0),
    height_mm integer check (height_mm >= 0),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (id, product_id),
    check ((cost_amount is null) = (cost_currency is null))
);
comment on table product_variants is 'The thing that is priced, stocked and sold; every product has at least one.';
comment on column product_variants.cost_amount is 'Purchase cost of one piece in minor units of cost_currency.';
comment on column product_variants.weight_grams is 'Grams, packed for shipping.';
comment on column product_variants.length_mm is 'Millimetres, as are width_mm and height_mm.';
comment on column product_variants.allow_backorder is 'Whether stock may go below zero.';
create unique index product_variants_sku on product_variants (lower(sku));
create unique index product_variants_barcode on product_variants (barcode) where barcode is not null;
create index product_variants_product on product_variants (product_id, position);
create unique index product_variants_one_default on product_variants (product_id) where is_default;
create trigger touch before update on product_variants for each row execute function touch_updated_at();

create table variant_option_values (
    variant_id uuid not null,
    option_id uuid not null,
    value_id uuid not null,
    product_id uuid not null,
    primary key (variant_id, option_id),
    foreign key (variant_id, product_id) references product_variants (id, product_id) on delete cascade,
    foreign key (option_id, product_id) references product_options (id, product_id) on delete cascade,
    foreign key (value_id, option_id) references product_option_values (id, option_id) on delete cascade
);
comment on table variant_option_values is
    'The choice a variant stands for, one value per option; the keys keep all three within one product.';
create index variant_option_values_variant on variant_option_values (variant_id, product_id);
create index variant_option_values_option on variant_option_values (option_id, product_id);
create index variant_option_values_value on variant_option_values (value_id, option_id);

create table product_media (
    id uuid primary key default gen_random_uuid(),
    product_id uuid not null,
    media_id uuid not null references media_assets on delete cascade,
    variant_id uuid,
    position integer not null default 0,
    is_primary boolean not null default false,
    unique (product_id, media_id),
    foreign key (product_id) references products on delete cascade,
    foreign key (variant_id, product_id) references product_variants (id, product_id) on delete cascade
);
comment on table product_media is 'Pictures and films of a product, some of one variant; at most one is the primary.';
create index product_media_media on product_media (media_id);
create index product_media_variant on product_media (variant_id, product_id);
create unique index product_media_one_primary on product_media (product_id) where is_primary;

create table product_attribute_values (
    id uuid primary key default gen_random_uuid(),
    product_id uuid not null references products on delete cascade,
    attribute_id uuid not null references attributes on delete cascade,
    option_id uuid,
    value_text text,
    value_number numeric,
    value_boolean boolean,
    value_date date,
    foreign key (option_id, attribute_id) references attribute_options (id, attribute_id) on delete cascade,
    check (num_nonnulls(option_id, value_text, value_number, value_boolean, value_date) = 1)
);
comment on table product_attribute_values is
    'Value of one attribute of a product; several rows only for several options.';
comment on column product_attribute_values.value_number is 'In the unit named by the attribute.';
create unique index product_attribute_values_option on product_attribute_values (product_id, attribute_id, option_id);
create unique index product_attribute_values_single on product_attribute_values (product_id, attribute_id)
    where option_id is null;
create index product_attribute_values_attribute on product_attribute_values (attribute_id);
create index product_attribute_values_choice on product_attribute_values (option_id, attribute_id);
