-- Customers of the store, what they agreed to, wish for and think of the products.

create table customer_groups (
    id uuid primary key default gen_random_uuid(),
    code text not null unique check (code ~ '^[a-z][a-z0-9_]*$'),
    name text not null check (name <> ''),
    is_default boolean not null default false,
    is_tax_exempt boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table customer_groups is
    'Groups that prices and discounts can be meant for; new customers join the default one.';
create unique index customer_groups_one_default on customer_groups (is_default) where is_default;
create trigger touch before update on customer_groups for each row execute function touch_updated_at();

create table customers (
    id uuid primary key default gen_random_uuid(),
    email email_address not null,
    password_hash text check (password_hash <> ''),
    first_name text not null default '',
    last_name text not null default '',
    phone text,
    company text,
    tax_number text,
    status text not null default 'active' check (status in ('active', 'disabled', 'erased')),
    group_id uuid references customer_groups on delete set null,
    language language_code references languages on update cascade on delete set null,
    gen bigint not null default 0 check (gen >= 0),
    email_verified_at timestamptz,
    last_login_at timestamptz,
    metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table customers is 'People who buy; without a password_hash they have no account of their own.';
comment on column customers.gen is 'Generation of the customer''s tokens; raising it ends every token minted before.';
create unique index customers_email on customers (lower(email));
create index customers_name on customers (lower(last_name), lower(first_name));
create index customers_group on customers (group_id);
create index customers_language on customers (language) where language is not null;
create index customers_newest on customers (created_at desc, id);
create trigger touch before update on customers for each row execute function touch_updated_at();

create table customer_addresses (
    id uuid primary key default gen_random_uuid(),
    customer_id uuid not null references customers on delete cascade,
    label text not null default '',
    name text not null check (name <> ''),
    company text not null default '',
    line1 text not null check (line1 <> ''),
    line2 text not null default '',
    postal_code text not null default '',
    city text not null check (city <> ''),
    region text not null default '',
    country country_code not null,
    phone text not null default '',
    is_default_shipping boolean not null default false,
    is_default_billing boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table customer_addresses is
    'Address book; one default each for shipping and billing. Orders keep copies of their own.';
create index customer_addresses_customer on customer_addresses (customer_id);
create unique index customer_addresses_one_shipping on customer_addresses (customer_id) where is_default_shipping;
create unique index customer_addresses_one_billing on customer_addresses (customer_id) where is_default_billing;
create trigger touch before update on customer_addresses for each row execute function touch_updated_at();

create table customer_consents (
    id bigint generated always as identity primary key,
    customer_id uuid not null references customers on delete cascade,
    purpose text not null check (purpose in ('newsletter', 'sms', 'profiling', 'terms', 'privacy')),
    is_granted boolean not null,
    wording text not null default '',
    source text not null default '',
    ip inet,
    created_at timestamptz not null default now()
);
comment on table customer_consents is 'Consents given and taken back; the newest row of a purpose counts.';
comment on column customer_consents.wording is 'What the customer read when agreeing.';
create index customer_consents_customer on customer_consents (customer_id, purpose, id desc);

create table wishlists (
    id uuid primary key default gen_random_uuid(),
    customer_id uuid not null references customers on delete cascade,
    name text not null default '',
    share_token_hash bytea unique check (octet_length(share_token_hash) = 32),
    is_default boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table wishlists is 'Lists of things a customer would like to have.';
comment on column wishlists.share_token_hash is
    'SHA-256 of the token in the shared link, 32 bytes; null while private.';
create index wishlists_customer on wishlists (customer_id);
create unique index wishlists_one_default on wishlists (customer_id) where is_default;
create trigger touch before update on wishlists for each row execute function touch_updated_at();

create table wishlist_items (
    wishlist_id uuid not null references wishlists on delete cascade,
    variant_id uuid not null references product_variants on delete cascade,
    quantity integer not null default 1 check (quantity > 0),
    note text not null default '',
    created_at timestamptz not null default now(),
    primary key (wishlist_id, variant_id)
);
comment on table wishlist_items is 'What a wish list holds.';
create index wishlist_items_variant on wishlist_items (variant_id);

create table product_reviews (
    id uuid primary key default gen_random_uuid(),
    product_id uuid not null references products on delete cascade,
    customer_id uuid references customers on delete set null,
    author_name text not null check (author_name <> ''),
    rating smallint not null check (rating between 1 and 5),
    title text not null default '',
    body text not null default '',
    status text not null default 'pending' check (status in ('pending', 'approved', 'rejected')),
    is_verified_purchase boolean not null default false,
    reply text,
    replied_by uuid references users on delete set null,
    language language_code references languages on update cascade on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (product_id, customer_id)
);
comment on table product_reviews is 'Opinions of customers, one per product and customer, shown once approved.';
comment on column product_reviews.rating is 'Stars, 1 to 5.';
create index product_reviews_shown on product_reviews (product_id, created_at desc) where status = 'approved';
create index product_reviews_customer on product_reviews (customer_id);
create index product_reviews_replier on product_reviews (replied_by);
create index product_reviews_language on product_reviews (language) where language is not null;
create trigger touch before update on product_reviews for each row execute function touch_updated_at();
