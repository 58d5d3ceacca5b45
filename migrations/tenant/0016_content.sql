-- What the storefront says besides products: pages, menus, redirects, labels.

create table content_pages (
    id uuid primary key default gen_random_uuid(),
    handle url_handle not null unique,
    kind text not null default 'page' check (kind in ('page', 'legal', 'post', 'landing')),
    status text not null default 'draft' check (status in ('draft', 'published', 'archived')),
    layout text not null default 'default' check (layout <> ''),
    image_id uuid references media_assets on delete set null,
    author_id uuid references users on delete set null,
    published_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table content_pages is 'Pages of the storefront; their texts are in content_page_translations.';
create index content_pages_published on content_pages (kind, published_at desc) where status = 'published';
create index content_pages_image on content_pages (image_id);
create index content_pages_author on content_pages (author_id);
create trigger touch before update on content_pages for each row execute function touch_updated_at();

create table content_page_translations (
    page_id uuid not null references content_pages on delete cascade,
    language language_code not null references languages on update cascade on delete cascade,
    title text not null check (title <> ''),
    body text not null default '',
    body_format text not null default 'markdown' check (body_format in ('markdown', 'html')),
    meta_title text,
    meta_description text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (page_id, language)
);
comment on table content_page_translations is
    'Texts of a page in one language; {{store.name}} and the like are filled in when shown.';
create index content_page_translations_language on content_page_translations (language);
create trigger touch before update on content_page_translations for each row execute function touch_updated_at();

create table navigation_menus (
    id uuid primary key default gen_random_uuid(),
    code text not null unique check (code ~ '^[a-z][a-z0-9_]*$'),
    name text not null check (name <> ''),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table navigation_menus is 'Menus by the place where they are shown: header, footer.';
create trigger touch before update on navigation_menus for each row execute function touch_updated_at();

create table navigation_items (
    id uuid primary key default gen_random_uuid(),
    menu_id uuid not null references navigation_menus on delete cascade,
    parent_id uuid,
    code text not null check (code ~ '^[a-z][a-z0-9_]*$'),
    label text not null check (label <> ''),
    page_id uuid references content_pages on delete cascade,
    category_id uuid references categories on delete cascade,
    url text check (url ~ '^(/|https?://|mailto:|tel:)'),
    position integer not null default 0,
    is_visible boolean not null default true,
    opens_new_tab boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (menu_id, code),
    unique (id, menu_id),
    foreign key (parent_id, menu_id) references navigation_items (id, menu_id) on delete cascade,
    check (num_nonnulls(page_id, category_id, url) <= 1)
);
comment on table navigation_items is
    'Entries of a menu, nested; an entry leads to a page, a category or a URL, or only holds others.';
create index navigation_items_menu on navigation_items (menu_id, position);
create index navigation_items_parent on navigation_items (parent_id, menu_id);
create index navigation_items_page on navigation_items (page_id);
create index navigation_items_category on navigation_items (category_id);
create trigger no_cycle before insert or update of parent_id on navigation_items for each row
    when (new.parent_id is not null) execute function refuse_parent_cycle();
create trigger touch before update on navigation_items for each row execute function touch_updated_at();

create table navigation_item_translations (
    item_id uuid not null references navigation_items on delete cascade,
    language language_code not null references languages on update cascade on delete cascade,
    label text not null check (label <> ''),
    primary key (item_id, language)
);
comment on table navigation_item_translations is 'Labels of menu entries in other languages.';
create index navigation_item_translations_language on navigation_item_translations (language);

create table redirects (
    id uuid primary key default gen_random_uuid(),
    from_path text not null check (from_path like '/%' and char_length(from_path) <= 2000),
    to_path text not null check (to_path ~ '^(/|https?://)'),
    status_code smallint not null default 301 check (status_code in (301, 302, 307, 308)),
    hit_count bigint not null default 0 check (hit_count >= 0),
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (from_path <> to_path)
);
comment on table redirects is 'Old addresses and where they lead now.';
create unique index redirects_from on redirects (from_path);
create trigger touch before update on redirects for each row execute function touch_updated_at();

create table ui_labels (
    key text primary key check (key ~ '^[a-z0-9_]+(\.[a-z0-9_]+)+$'),
    area text not null generated always as (split_part(key, '.', 1)) stored,
    description text not null default '',
    created_at timestamptz not null default now()
);
comment on table ui_labels is 'Names of the short texts of the storefront, as area.name.';
create index ui_labels_area on ui_labels (area);

create table ui_label_translations (
    label_key text not null references ui_labels on update cascade on delete cascade,
    language language_code not null references languages on update cascade on delete cascade,
    value text not null,
    updated_at timestamptz not null default now(),
    primary key (label_key, language)
);
comment on table ui_label_translations is 'Wording of a label in one language; {name} marks a value to fill in.';
create index ui_label_translations_language on ui_label_translations (language);
create trigger touch before update on ui_label_translations for each row execute function touch_updated_at();
