-- Permissions, roles, and the owner, who has no password in this database.

with rows (key, description) as (values
    ('products.read', 'See products, categories and media'), ('products.write', 'Create and change them'),
    ('products.delete', 'Archive and delete them'), ('prices.read', 'See price lists and costs'),
    ('prices.write', 'Change prices'), ('inventory.read', 'See stock'), ('inventory.write', 'Book stock movements'),
    ('orders.read', 'See orders'), ('orders.write', 'Change and cancel orders'), ('orders.create',
     'Enter orders by hand'),
    ('fulfilments.write', 'Pack, ship and take back'), ('payments.read', 'See payments'),
    ('payments.capture', 'Capture and void payments'), ('refunds.create', 'Give money back'),
    ('customers.read', 'See customers'), ('customers.write', 'Change customers'), ('customers.erase',
     'Erase personal data'),
    ('discounts.read', 'See discounts, coupons and gift cards'), ('discounts.write', 'Change them'),
    ('content.read', 'See pages and menus'), ('content.write', 'Change and publish them'),
    ('translations.write', 'Change texts in any language'), ('reviews.moderate', 'Approve and answer reviews'),
    ('shipping.write', 'Change zones, methods and rates'), ('taxes.write', 'Change tax rates'),
    ('reports.read', 'See figures and exports'), ('settings.read', 'See settings'), ('settings.write',
     'Change settings'),
    ('users.read', 'See the staff'), ('users.write', 'Invite, change and disable staff'),
    ('api_keys.write', 'Make and revoke API keys'), ('webhooks.write', 'Change webhooks'),
    ('imports.run', 'Read files into the store'), ('audit.read', 'See who changed what'),
    ('credits.read', 'See the balance of credits'), ('credits.spend', 'Use services that cost credits')),
fresh as (insert into seed_marks (kind, key) select 'permission', key from rows on conflict do nothing returning key)
insert into permissions (key, description)
select rows.* from rows join fresh using (key)
on conflict do nothing;

with rows (key, name, description) as (values
    ('owner', 'Owner', 'May do everything; there is exactly one'),
    ('admin', 'Administrator', 'May do everything an owner may'),
    ('manager', 'Manager', 'Runs the shop, but neither staff nor settings'),
    ('catalogue', 'Catalogue editor', 'Products, prices, stock and texts'),
    ('support', 'Customer service', 'Orders, customers, refunds and reviews'),
    ('warehouse', 'Warehouse', 'Stock, packing and returns'),
    ('marketing', 'Marketing', 'Content, discounts and reports'),
    ('analyst', 'Analyst', 'Sees everything, changes nothing')),
fresh as (insert into seed_marks (kind, key) select 'role', key from rows on conflict do nothing returning key)
insert into roles (key, name, description, is_system)
select rows.key, rows.name, rows.description, true from rows join fresh using (key)
on conflict do nothing;

with rules (role_key, pattern) as (values
    ('owner', '.'), ('admin', '.'), ('analyst', '\.read$'),
    ('manager', '^(products|prices|inventory|orders|fulfilments|payments|refunds|customers|discounts)\.'),
    ('manager', '^(content|translations|reviews|shipping|reports|imports|credits)\.'), ('manager',
     '^(settings|users)\.read$'),
    ('catalogue', '^(products|prices|inventory|translations|imports)\.'), ('catalogue', '^content\.read$'),
    ('support', '^(orders|refunds|reviews)\.'), ('support', '^(products|inventory|payments|discounts)\.read$'),
    ('support', '^customers\.(read|write)$'), ('warehouse', '^(inventory|fulfilments)\.'),
    ('warehouse', '^(orders|products)\.read$'), ('marketing', '^(content|discounts|translations|reviews|reports)\.'),
    ('marketing', '^(products|customers)\.read$')),
rows as (
    select distinct r.id as role_id, p.key as permission_key, r.key || '/' || p.key as key
      from rules join roles r on r.key = rules.role_key join permissions p on p.key ~ rules.pattern
      join seed_marks ours on ours.kind = 'permission' and ours.key = p.key),
fresh as (insert into seed_marks (kind, key) select 'role_permission',
key from rows on conflict do nothing returning key)
insert into role_permissions (role_id, permission_key)
select rows.role_id, rows.permission_key from rows join fresh using (key)
on conflict do nothing;

with fresh as (insert into seed_marks (kind, key) values ('user', 'owner') on conflict do nothing returning key)
insert into users (email, display_name, status, is_owner)
select current_setting('tenantry.owner_email'), current_setting('tenantry.owner_name'), 'active', true from fresh
on conflict do nothing;

with fresh as (insert into seed_marks (kind, key) values ('user_role',
'owner/owner') on conflict do nothing returning key)
insert into user_roles (user_id, role_id)
select u.id, r.id from fresh, users u, roles r where u.is_owner and r.key = 'owner'
on conflict do nothing;
