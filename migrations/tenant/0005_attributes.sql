-- Media files, and the attributes by which products are described and filtered.

create table media_assets (
    id uuid primary key default gen_random_uuid(),
    kind text not null check (kind in ('image', 'video', 'audio', 'document')),
    storage_key text not null unique check (storage_key <> ''),
    file_name text not null check (file_name <> ''),
    folder text not null default '/' check (folder like '/%'),
    mime_type text not null check (mime_type like '_%/_%'),
    byte_size bigint not null check (byte_size >= 0),
    width_px integer check (width_px > 0),
    height_px integer check (height_px > 0),
    duration_ms integer check (duration_ms >= 0),
    sha256 bytea check (octet_length(sha256) = 32),
    alt_text text not null default '',
    uploaded_by uuid references users on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table media_assets is 'Files of the store; storage_key says where the bytes are.';
comment on column media_assets.byte_size is 'Bytes.';
comment on column media_assets.duration_ms is 'Milliseconds, for audio and video.';
create index media_assets_folder on media_assets (folder, file_name);
create index media_assets_uploader on media_assets (uploaded_by);
create index media_assets_sha256 on media_assets (sha256) where sha256 is not null;
create trigger touch before update on media_assets for each row execute function touch_updated_at();

create table attribute_sets (
    id uuid primary key default gen_random_uuid(),
    code text not null unique check (code ~ '^[a-z][a-z0-9_]*$'),
    name text not null check (name <> ''),
    is_default boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table attribute_sets is 'Sets of attributes that describe one kind of product.';
create unique index attribute_sets_one_default on attribute_sets (is_default) where is_default;
create trigger touch before update on attribute_sets for each row execute function touch_updated_at();

create table attributes (
    id uuid primary key default gen_random_uuid(),
    code text not null unique check (code ~ '^[a-z][a-z0-9_]*$'),
    name text not null check (name <> ''),
    input text not null default 'text' check (input in ('text', 'number', 'boolean', 'date', 'select', 'multiselect')),
    unit text,
    is_filterable boolean not null default false,
    is_required boolean not null default false,
    is_visible boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table attributes is 'Properties of products: material, size, colour.';
comment on column attributes.unit is 'Unit of a number attribute as shown to people, such as cm.';
create trigger touch before update on attributes for each row execute function touch_updated_at();

create table attribute_set_attributes (
    set_id uuid not null references attribute_sets on delete cascade,
    attribute_id uuid not null references attributes on delete cascade,
    position integer not null default 0,
    primary key (set_id, attribute_id)
);
comment on table attribute_set_attributes is 'Which attributes a set holds, in which order.';
create index attribute_set_attributes_attribute on attribute_set_attributes (attribute_id);

create table attribute_options (
    id uuid primary key default gen_random_uuid(),
    attribute_id uuid not null references attributes on delete cascade,
    code text not null check (code ~ '^[a-z0-9][a-z0-9_]*$'),
    label text not null check (label <> ''),
    swatch text check (swatch ~ '^#[0-9a-f]{6}$'),
    position integer not null default 0,
    unique (attribute_id, code),
    unique (id, attribute_id)
);
comment on table attribute_options is 'Values to choose from for select and multiselect attributes.';
comment on column attribute_options.swatch is 'Colour as #rrggbb.';

create table attribute_translations (
    attribute_id uuid not null references attributes on delete cascade,
    language language_code not null references languages on update cascade on delete cascade,
    name text not null check (name <> ''),
    primary key (attribute_id, language)
);
comment on table attribute_translations is 'Names of attributes in other languages.';
create index attribute_translations_language on attribute_translations (language);

create table attribute_option_translations (
    option_id uuid not null references attribute_options on delete cascade,
    language language_code not null references languages on update cascade on delete cascade,
    label text not null check (label <> ''),
    primary key (option_id, language)
);
comment on table attribute_option_translations is 'Labels of attribute options in other languages.';
create index attribute_option_translations_language on attribute_option_translations (language);
