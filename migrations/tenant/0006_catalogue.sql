-- The catalogue: brands, the category tree, products and what groups them.

create table brands (
    id uuid primary key default gen_random_uuid(),
    handle url_handle not null unique,
    name text not null check (name <> ''),
    description text not null default '',
    website text,
    logo_id uuid references media_assets on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table brands is 'Makers of products.';
create index brands_logo on brands (logo_id);
create trigger touch before update on brands for each row execute function touch_updated_at();

create table categories (
    id uuid primary key default gen_random_uuid(),
    parent_id uuid references categories on delete restrict,
    handle url_handle not null unique,
    name text not null check (name <> ''),
    description text not null default '',
    image_id uuid references media_assets on delete set null,
    position integer not null default 0,
    is_visible boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (parent_id <> id)
);
comment on table categories is 'The category tree; exactly one category, the root, has no parent.';
create unique index categories_one_root on categories ((parent_id is null)) where parent_id is null;
create index categories_parent on categories (parent_id, position);
create index categories_image on categories (image_id);
create trigger no_cycle before insert or update of parent_id on categories for each row
    when (new.parent_id is not null) execute function refuse_parent_cycle();
create trigger touch before update on categories for each row execute function touch_updated_at();

create table category_translations (
    category_id uuid not null references categories on delete cascade,
    language language_code not null references languages on update cascade on delete cascade,
    name text not null check (name <> ''),
    description text not null default '',
    meta_title text,
    meta_description text,
    primary key (category_id, language)
);
comment on table category_translations is 'Texts of a category in one language.';
create index category_translations_language on category_translations (language);

create table products (
    id uuid primary key default gen_random_uuid(),
    handle url_handle not null unique,
    kind text not null default 'physical' check (kind in ('physical', 'digital', 'service', 'bundle', 'gift_card')),
    status text not null default 'draft' check (status in ('draft', 'active', 'archived')),
    name text not null check (name <> ''),
    brand_id uuid references brands on delete set null,
    attribute_set_id uuid references attribute_sets on delete restrict,
    tax_class_id uuid references tax_classes on delete restrict,
    published_at timestamptz,
    metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table products is
    'What the store sells; price and stock belong to its variants. Sold products are archived, not deleted.';
create index products_status on products (status, published_at desc);
create index products_brand on products (brand_id);
create index products_attribute_set on products (attribute_set_id);
create index products_tax_class on products (tax_class_id);
create trigger touch before update on products for each row execute function touch_updated_at();

create table product_translations (
    product_id uuid not null references products on delete cascade,
    language language_code not null references languages on update cascade on delete cascade,
    name text not null check (name <> ''),
    short_description text not null default '',
    description text not null default '',
    meta_title text,
    meta_description text,
    search tsvector generated always as (
        setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', short_description), 'B')
        || setweight(to_tsvector('simple', description), 'C')) stored,
    primary key (product_id, language)
);
comment on table product_translations is 'Texts of a product in one language, searchable.';
create index product_translations_language on product_translations (language);
create index product_translations_search on product_translations using gin (search);

create table product_categories (
    product_id uuid not null references products on delete cascade,
    category_id uuid not null references categories on delete cascade,
    position integer not null default 0,
    is_primary boolean not null default false,
    primary key (product_id, category_id)
);
comment on table product_categories is 'Where a product is shelved; the primary category gives its breadcrumb.';
create index product_categories_category on product_categories (category_id, position);
create unique index product_categories_one_primary on product_categories (product_id) where is_primary;

create table tags (
    id uuid primary key default gen_random_uuid(),
    name text not null check (name <> '' and char_length(name) <= 100),
    created_at timestamptz not null default now()
);
comment on table tags is 'Free keywords; upper and lower case do not differ.';
create unique index tags_name on tags (lower(name));

create table product_tags (
    product_id uuid not null references products on delete cascade,
    tag_id uuid not null references tags on delete cascade,
    primary key (product_id, tag_id)
);
comment on table product_tags is 'Keywords of a product.';
create index product_tags_tag on product_tags (tag_id);

create table collections (
    id uuid primary key default gen_random_uuid(),
    handle url_handle not null unique,
    name text not null check (name <> ''),
    description text not null default '',
    rule jsonb check (jsonb_typeof(rule) = 'object'),
    image_id uuid references media_assets on delete set null,
    starts_at timestamptz,
    ends_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (ends_at > starts_at)
);
comment on table collections is
    'Curated groups of products; with a rule the members are found by it, without one they are picked by hand.';
create index collections_image on collections (image_id);
create trigger touch before update on collections for each row execute function touch_updated_at();

create table collection_products (
    collection_id uuid not null references collections on delete cascade,
    product_id uuid not null references products on delete cascade,
    position integer not null default 0,
    primary key (collection_id, product_id)
);
comment on table collection_products is 'Hand-picked members of a collection.';
create index collection_products_product on collection_products (product_id);

create table product_relations (
    product_id uuid not null references products on delete cascade,
    related_id uuid not null references products on delete cascade,
    kind text not null check (kind in ('related', 'upsell', 'cross_sell', 'accessory')),
    position integer not null default 0,
    primary key (product_id, related_id, kind),
    check (product_id <> related_id)
);
comment on table product_relations is 'Products offered beside another product.';
create index product_relations_related on product_relations (related_id);
