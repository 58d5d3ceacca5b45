-- What a shop needs before its first product: taxes, groups, prices, shipping, payment, stock, attributes, categories.

with rows (code, name, is_first) as (values
    ('standard', 'Standard', true), ('reduced', 'Reduced', false), ('zero', 'Zero rate', false),
    ('shipping', 'Shipping', false), ('digital', 'Digital services', false)),
fresh as (insert into seed_marks (kind, key) select 'tax_class', code from rows on conflict do nothing returning key)
insert into tax_classes (code, name, is_default)
select rows.* from rows join fresh on fresh.key = rows.code
on conflict do nothing;

with rows (code, name, is_rest) as (values
    ('germany', 'Germany', false), ('france', 'France', false), ('spain', 'Spain', false), ('italy', 'Italy', false),
    ('netherlands', 'Netherlands', false), ('austria', 'Austria', false), ('united_kingdom', 'United Kingdom', false),
    ('rest_of_world', 'Everywhere else', true)),
fresh as (insert into seed_marks (kind, key) select 'tax_zone', code from rows on conflict do nothing returning key)
insert into tax_zones (code, name, is_rest_of_world)
select rows.* from rows join fresh on fresh.key = rows.code
on conflict do nothing;

with rows (zone, country) as (values
    ('germany', 'DE'), ('france', 'FR'), ('spain', 'ES'), ('italy', 'IT'), ('netherlands', 'NL'), ('austria', 'AT'),
    ('united_kingdom', 'GB')),
fresh as (insert into seed_marks (kind, key) select 'tax_zone_country',
country from rows on conflict do nothing returning key)
insert into tax_zone_countries (zone_id, country)
select z.id, rows.country from rows join fresh on fresh.key = rows.country join tax_zones z on z.code = rows.zone
on conflict do nothing;

-- Standard and reduced rates of value-added tax; a merchant checks them before selling.
with rates (zone, name, standard, reduced) as (values
    ('germany', 'MwSt.', 19.0, 7.0), ('france', 'TVA', 20.0, 5.5), ('spain', 'IVA', 21.0, 10.0), ('italy', 'IVA', 22.0,
     10.0),
    ('netherlands', 'Btw', 21.0, 9.0), ('austria', 'USt.', 20.0, 10.0), ('united_kingdom', 'VAT', 20.0, 5.0),
    ('rest_of_world', 'No tax', 0.0, 0.0)),
rows as (
    select r.zone, c.code as class, r.name,
           case c.code when 'reduced' then r.reduced when 'zero' then 0 else r.standard end as percent,
           r.zone || '/' || c.code as key
      from rates r cross join tax_classes c where c.code in ('standard', 'reduced', 'zero', 'shipping', 'digital')),
fresh as (insert into seed_marks (kind, key) select 'tax_rate', key from rows on conflict do nothing returning key)
insert into tax_rates (zone_id, class_id, name, rate_percent)
select z.id, c.id, rows.name, rows.percent
  from rows join fresh using (key) join tax_zones z on z.code = rows.zone join tax_classes c on c.code = rows.class
on conflict do nothing;

with rows (code, name, is_first) as (values ('retail', 'Retail', true), ('wholesale', 'Wholesale', false), ('vip',
'VIP', false)),
fresh as (insert into seed_marks (kind, key) select 'customer_group',
code from rows on conflict do nothing returning key)
insert into customer_groups (code, name, is_default)
select rows.* from rows join fresh on fresh.key = rows.code
on conflict do nothing;

with rows (code, name, currency, kind, rank, is_first) as (values
    ('standard', 'Standard prices', 'USD', 'base', 0, true), ('standard_eur', 'Standard prices in euro', 'EUR', 'base',
     0, false),
    ('sale', 'Sale', 'USD', 'sale', 10, false)),
fresh as (insert into seed_marks (kind, key) select 'price_list', code from rows on conflict do nothing returning key)
insert into price_lists (code, name, currency, kind, priority, is_default)
select rows.code, rows.name, c.code, rows.kind, rows.rank, rows.is_first
  from rows join fresh on fresh.key = rows.code join currencies c on c.code = rows.currency
on conflict do nothing;

with fresh as (
    insert into seed_marks (kind, key) values ('shipping_zone', 'everywhere') on conflict do nothing returning key)
insert into shipping_zones (code, name, is_rest_of_world) select key, 'Everywhere', true from fresh
on conflict do nothing;

with rows (code, name, kind, min_days, max_days, place, is_on) as (values
    ('standard', 'Standard delivery', 'flat', 3, 5, 1, true), ('express', 'Express delivery', 'flat', 1, 2, 2, false),
    ('pickup', 'Collect in the shop', 'pickup', 0, 1, 3, false)),
fresh as (insert into seed_marks (kind, key) select 'shipping_method',
code from rows on conflict do nothing returning key)
insert into shipping_methods (zone_id, code, name, kind, tax_class_id, min_days, max_days, position, is_active)
select z.id, rows.code, rows.name, rows.kind, c.id, rows.min_days, rows.max_days, rows.place, rows.is_on
  from rows join fresh on fresh.key = rows.code
  join shipping_zones z on z.code = 'everywhere' left join tax_classes c on c.code = 'shipping'
on conflict do nothing;

with rows (method, currency, from_subtotal, amount) as (values
    ('standard', 'USD', 0, 590), ('standard', 'USD', 7500, 0), ('standard', 'EUR', 0, 490), ('standard', 'EUR', 7500,
     0),
    ('express', 'USD', 0, 1490), ('express', 'EUR', 0, 1290), ('pickup', 'USD', 0, 0), ('pickup', 'EUR', 0, 0)),
fresh as (
    insert into seed_marks (kind, key) select 'shipping_rate', concat_ws('/', method, currency, from_subtotal) from rows
    on conflict do nothing returning key)
insert into shipping_rates (method_id, currency, from_subtotal, amount)
select m.id, c.code, rows.from_subtotal, rows.amount
  from rows join fresh on fresh.key = concat_ws('/', rows.method, rows.currency, rows.from_subtotal)
  join shipping_zones z on z.code = 'everywhere' join shipping_methods m on m.zone_id = z.id and m.code = rows.method
  join currencies c on c.code = rows.currency
on conflict do nothing;

with rows (code, name, description, kind, place, is_on) as (values
    ('bank_transfer', 'Bank transfer', 'Pay in advance; we send the goods when the money is here.', 'bank_transfer', 1,
     true),
    ('invoice', 'Invoice', 'Pay within 14 days of delivery.', 'manual', 2, false),
    ('cash_on_delivery', 'Cash on delivery', 'Pay when the parcel arrives.', 'cash_on_delivery', 3, false),
    ('card', 'Card', 'Needs a payment provider to be connected.', 'card', 4, false),
    ('gift_card', 'Gift card', 'Redeem a code; the rest is paid otherwise.', 'gift_card', 5, true)),
fresh as (insert into seed_marks (kind, key) select 'payment_method',
code from rows on conflict do nothing returning key)
insert into payment_methods (code, name, description, kind, position, is_active)
select rows.* from rows join fresh on fresh.key = rows.code
on conflict do nothing;

with fresh as (
    insert into seed_marks (kind, key) values ('inventory_location', 'main') on conflict do nothing returning key)
insert into inventory_locations (code, name, is_default) select key, 'Main warehouse', true from fresh
on conflict do nothing;

with fresh as (insert into seed_marks (kind, key) values ('attribute_set',
'standard') on conflict do nothing returning key)
insert into attribute_sets (code, name, is_default) select key, 'Standard', true from fresh
on conflict do nothing;

with rows (code, name, input, unit, is_filter) as (values
    ('color', 'Colour', 'select', null, true), ('size', 'Size', 'select', null, true),
    ('material', 'Material', 'multiselect', null, true), ('width', 'Width', 'number', 'cm', false),
    ('height', 'Height', 'number', 'cm', false), ('depth', 'Depth', 'number', 'cm', false),
    ('care', 'Care', 'text', null, false), ('country_of_origin', 'Country of origin', 'text', null, false),
    ('is_vegan', 'Vegan', 'boolean', null, true)),
fresh as (insert into seed_marks (kind, key) select 'attribute', code from rows on conflict do nothing returning key),
made as (
    insert into attributes (code, name, input, unit, is_filterable)
    select rows.* from rows join fresh on fresh.key = rows.code
    on conflict do nothing returning id, code)
insert into attribute_set_attributes (set_id, attribute_id, position)
select s.id, made.id, row_number() over (order by made.code) from made join attribute_sets s on s.code = 'standard'
on conflict do nothing;

with rows (attribute, code, label, swatch, place) as (values
    ('color', 'black', 'Black', '#000000', 1), ('color', 'white', 'White', '#ffffff', 2), ('color', 'grey', 'Grey',
     '#808080', 3),
    ('color', 'red', 'Red', '#c0392b', 4), ('color', 'green', 'Green', '#27ae60', 5), ('color', 'blue', 'Blue',
     '#2962a5', 6),
    ('size', 'xs', 'XS', null, 1), ('size', 's', 'S', null, 2), ('size', 'm', 'M', null, 3), ('size', 'l', 'L', null,
     4),
    ('size', 'xl', 'XL', null, 5), ('material', 'cotton', 'Cotton', null, 1), ('material', 'wool', 'Wool', null, 2),
    ('material', 'linen', 'Linen', null, 3), ('material', 'leather', 'Leather', null, 4), ('material', 'wood', 'Wood',
     null, 5)),
fresh as (
    insert into seed_marks (kind, key) select 'attribute_option', attribute || '/' || code from rows
    on conflict do nothing returning key)
insert into attribute_options (attribute_id, code, label, swatch, position)
select a.id, rows.code, rows.label, rows.swatch, rows.place
  from rows join fresh on fresh.key = rows.attribute || '/' || rows.code join attributes a on a.code = rows.attribute
on conflict do nothing;

with fresh as (insert into seed_marks (kind, key) values ('category', 'root') on conflict do nothing returning key)
insert into categories (handle, name) select 'all', 'All products' from fresh
on conflict do nothing;

with rows (language, name) as (values
    ('en', 'All products'), ('de', 'Alle Produkte'), ('fr', 'Tous les produits'), ('es', 'Todos los productos')),
fresh as (insert into seed_marks (kind, key) select 'category_text',
'root/' || language from rows on conflict do nothing returning key)
insert into category_translations (category_id, language, name)
select c.id, l.code, rows.name
  from rows join fresh on fresh.key = 'root/' || rows.language
  join languages l on l.code = rows.language join categories c on c.parent_id is null
on conflict do nothing;
