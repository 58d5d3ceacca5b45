-- Languages, currencies, the store's record and its settings.
-- A row is delivered once: seed_marks remembers it, so that what a merchant changed or deleted stays that way.

with rows (code, name, native_name, direction, is_on, is_first, place) as (values
    ('en', 'English', 'English', 'ltr', true, true, 1),
    ('de', 'German', 'Deutsch', 'ltr', false, false, 2),
    ('fr', 'French', 'Français', 'ltr', false, false, 3),
    ('es', 'Spanish', 'Español', 'ltr', false, false, 4),
    ('it', 'Italian', 'Italiano', 'ltr', false, false, 5),
    ('pt', 'Portuguese', 'Português', 'ltr', false, false, 6),
    ('nl', 'Dutch', 'Nederlands', 'ltr', false, false, 7),
    ('pl', 'Polish', 'Polski', 'ltr', false, false, 8),
    ('cs', 'Czech', 'Čeština', 'ltr', false, false, 9),
    ('sv', 'Swedish', 'Svenska', 'ltr', false, false, 10),
    ('da', 'Danish', 'Dansk', 'ltr', false, false, 11),
    ('fi', 'Finnish', 'Suomi', 'ltr', false, false, 12),
    ('el', 'Greek', 'Ελληνικά', 'ltr', false, false, 13),
    ('ro', 'Romanian', 'Română', 'ltr', false, false, 14),
    ('hu', 'Hungarian', 'Magyar', 'ltr', false, false, 15),
    ('tr', 'Turkish', 'Türkçe', 'ltr', false, false, 16),
    ('uk', 'Ukrainian', 'Українська', 'ltr', false, false, 17),
    ('ar', 'Arabic', 'العربية', 'rtl', false, false, 18),
    ('he', 'Hebrew', 'עברית', 'rtl', false, false, 19),
    ('ja', 'Japanese', '日本語', 'ltr', false, false, 20),
    ('zh-Hans', 'Chinese, simplified', '简体中文', 'ltr', false, false, 21),
    ('ko', 'Korean', '한국어', 'ltr', false, false, 22)),
fresh as (insert into seed_marks (kind, key) select 'language', code from rows on conflict do nothing returning key)
insert into languages (code, name, native_name, direction, is_enabled, is_default, position)
select rows.* from rows join fresh on fresh.key = rows.code
on conflict do nothing;

with rows (code, name, symbol, minor_digits, is_on, is_first) as (values
    ('USD', 'US dollar', '$', 2, true, true),
    ('EUR', 'Euro', '€', 2, true, false),
    ('GBP', 'Pound sterling', '£', 2, false, false),
    ('CHF', 'Swiss franc', 'CHF', 2, false, false),
    ('JPY', 'Yen', '¥', 0, false, false),
    ('CNY', 'Yuan renminbi', 'CN¥', 2, false, false),
    ('CAD', 'Canadian dollar', 'CA$', 2, false, false),
    ('AUD', 'Australian dollar', 'A$', 2, false, false),
    ('NZD', 'New Zealand dollar', 'NZ$', 2, false, false),
    ('SEK', 'Swedish krona', 'kr', 2, false, false),
    ('NOK', 'Norwegian krone', 'kr', 2, false, false),
    ('DKK', 'Danish krone', 'kr.', 2, false, false),
    ('PLN', 'Zloty', 'zł', 2, false, false),
    ('CZK', 'Czech koruna', 'Kč', 2, false, false),
    ('HUF', 'Forint', 'Ft', 2, false, false),
    ('RON', 'Romanian leu', 'lei', 2, false, false),
    ('TRY', 'Turkish lira', '₺', 2, false, false),
    ('ILS', 'New shekel', '₪', 2, false, false),
    ('AED', 'UAE dirham', 'AED', 2, false, false),
    ('KWD', 'Kuwaiti dinar', 'KWD', 3, false, false),
    ('INR', 'Indian rupee', '₹', 2, false, false),
    ('KRW', 'Won', '₩', 0, false, false),
    ('BRL', 'Brazilian real', 'R$', 2, false, false),
    ('MXN', 'Mexican peso', 'MX$', 2, false, false)),
fresh as (insert into seed_marks (kind, key) select 'currency', code from rows on conflict do nothing returning key)
insert into currencies (code, name, symbol, minor_digits, is_enabled, is_default)
select rows.* from rows join fresh on fresh.key = rows.code
on conflict do nothing;

insert into store (id, name, slug, owner_name, owner_email)
values (current_setting('tenantry.store_id')::uuid, current_setting('tenantry.store_name'),
        current_setting('tenantry.store_slug'), current_setting('tenantry.owner_name'),
        current_setting('tenantry.owner_email'))
on conflict do nothing;

insert into credit_balance_cache default values on conflict do nothing;

with rows (key, value, is_public, description) as (values
    ('store.title', to_jsonb(current_setting('tenantry.store_name')), true,
     'Name in the browser''s title bar and in e-mail'),
    ('store.contact_email', to_jsonb(current_setting('tenantry.owner_email')), true, 'Where customers may write to'),
    ('store.legal_name', '""', true, 'Name of the company; shown in the imprint'),
    ('store.tax_number', '""', true, 'Tax number of the company'),
    ('store.address', '{"line1": "", "postalCode": "", "city": "", "country": ""}', true, 'Address of the company'),
    ('store.maintenance', 'false', true, 'Shows a closed door to visitors'),
    ('catalog.page_size', '24', true, 'Products per page'),
    ('catalog.default_sort', '"newest"', true, 'newest, name, price_up or price_down'),
    ('catalog.show_sold_out', 'true', true, 'Shows products without stock'),
    ('catalog.show_sku', 'false', true, 'Shows article numbers'),
    ('checkout.guest_allowed', 'true', true, 'Lets people buy without an account'),
    ('checkout.terms_required', 'true', true, 'Asks for agreement to the terms'),
    ('checkout.phone_required', 'false', true, 'Asks for a telephone number'),
    ('checkout.company_field', 'true', true, 'Offers a field for the company'),
    ('checkout.min_total', '0', true, 'Smallest order in minor units of the default currency'),
    ('cart.lifetime_days', '30', false, 'Days until a visitor''s cart is forgotten'),
    ('cart.abandoned_after_hours', '24', false, 'Hours until an untouched cart counts as abandoned'),
    ('cart.reminder', 'false', false, 'Writes to owners of abandoned carts'),
    ('inventory.reserve_minutes', '15', false, 'Minutes stock is held while somebody pays'),
    ('inventory.low_stock', '5', false, 'Pieces below which the staff is told'),
    ('tax.prices_include_tax', 'true', true, 'Whether prices are shown and entered with tax'),
    ('tax.based_on', '"shipping"', false, 'Address that decides the tax: shipping, billing or origin'),
    ('orders.return_days', '30', true, 'Days in which goods may be sent back'),
    ('orders.auto_confirm', 'true', false, 'Confirms paid orders by itself'),
    ('orders.auto_complete_days', '14', false, 'Days after delivery until an order is complete'),
    ('reviews.enabled', 'true', true, 'Lets customers write reviews'),
    ('reviews.moderated', 'true', false, 'Reviews wait for approval'),
    ('reviews.buyers_only', 'false', true, 'Only buyers may review'),
    ('wishlist.enabled', 'true', true, 'Offers wish lists'),
    ('email.sender_name', to_jsonb(current_setting('tenantry.store_name')), false, 'Name in the From line'),
    ('email.reply_to', to_jsonb(current_setting('tenantry.owner_email')), false, 'Where answers go'),
    ('email.footer', '""', false, 'Text below every e-mail'),
    ('seo.title_template', '"{page} – {store}"', true, 'Pattern of page titles'),
    ('seo.meta_description', '""', true, 'Description of the home page'),
    ('seo.robots', '"index, follow"', true, 'Instruction to search engines; overridden per page'),
    ('seo.sitemap', 'true', true, 'Publishes a sitemap'),
    ('privacy.cookie_banner', 'true', true, 'Asks before setting cookies that are not needed'),
    ('privacy.cookie_groups', '["necessary", "preferences", "statistics", "marketing"]', true,
     'Groups the banner offers'),
    ('privacy.keep_orders_years', '10', false, 'Years orders are kept before they are made anonymous'),
    ('theme.primary_color', '"#1f4e79"', true, 'Main colour, #rrggbb'),
    ('theme.font', '"system-ui"', true, 'Typeface'),
    ('theme.logo_position', '"left"', true, 'left or centre')),
fresh as (insert into seed_marks (kind, key) select 'setting', key from rows on conflict do nothing returning key)
insert into store_settings (key, value, is_public, description)
select rows.* from rows join fresh using (key)
on conflict do nothing;
