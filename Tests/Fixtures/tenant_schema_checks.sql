-- Proves the tenant schema in the database it is run in: raises an exception that lists every broken rule, else says
-- nothing. Works with and without the seeds, as the owner of the tables, and leaves no rows behind.

do $checks$
declare
    broken text[];
begin
    with tables as (
        select c.oid, c.relname from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')),
    problems (problem) as (
        select 'only ' || count(*) || ' tables' from tables having count(*) < 55
        union all
        select format('foreign key %s on %s has no index', k.conname, t.relname)
          from pg_constraint k join tables t on t.oid = k.conrelid
         where k.contype = 'f' and not exists (
            select 1 from pg_index i
             where i.indrelid = k.conrelid and i.indisvalid
               and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ '^\(\w+ IS NOT NULL\)$')
               and cardinality(k.conkey) <= i.indnkeyatts
               and (string_to_array(i.indkey::text, ' ')::int2[])[1:cardinality(k.conkey)] @> k.conkey)
        union all
        select format('table %s has no comment', relname) from tables where obj_description(oid, 'pg_class') is null
        union all
        select format('table %s has no primary key', relname) from tables t
         where not exists (select 1 from pg_constraint k where k.conrelid = t.oid and k.contype = 'p')
        union all
        select format('function %s has no comment', p.oid::regprocedure) from pg_proc p
         where p.pronamespace = 'public'::regnamespace and obj_description(p.oid, 'pg_proc') is null
        union all
        select format('function %s runs as its owner', p.oid::regprocedure) from pg_proc p
         where p.pronamespace = 'public'::regnamespace and p.prosecdef
        union all
        select format('%s.updated_at is not kept', t.relname) from tables t join pg_attribute a on a.attrelid = t.oid
         where a.attname = 'updated_at' and not exists (
            select 1 from pg_trigger g where g.tgrelid = t.oid and g.tgfoid = 'touch_updated_at()'::regprocedure)
        union all
        select format('%s.%s is a timestamp without time zone', t.relname, a.attname)
          from tables t join pg_attribute a on a.attrelid = t.oid where a.atttypid = 'timestamp'::regtype
        union all
        select format('no column comment of %s says what its amounts are', t.relname) from tables t
         where exists (select 1 from pg_attribute a where a.attrelid = t.oid and a.atttypid = 'minor_units'::regtype)
           and not exists (select 1 from pg_description d where d.objoid = t.oid and d.objsubid > 0
                              and (d.description ~* 'minor units' or d.description ~ 'charges'))
        union all
        select format('%s is open to %s', t.relname, g.grantee) from tables t
          join information_schema.role_table_grants g on g.table_schema = 'public' and g.table_name = t.relname
         where g.grantee in ('PUBLIC', 'anon', 'authenticated'))
    select array_agg(problem) into broken from problems;
    if broken is not null then
        raise exception E'the tenant schema breaks % rules:\n%', cardinality(broken), array_to_string(broken, E'\n');
    end if;
end
$checks$;

do $behaviour$
declare
    en constant text := 'qa';
    v uuid; v2 uuid; place uuid; person uuid; buyer uuid; root uuid; child uuid; bought uuid; line uuid; paid uuid;
    job uuid; rma uuid; offer uuid; card uuid; figures record;
begin
    -- The inner block always ends by raising, so that everything in it is undone.
    begin
        create function pg_temp.refused(statement text, state text, rule text default null) returns void
            language plpgsql as $body$
        declare
            got text; named text;
        begin
            begin
                execute statement;
                execute 'set constraints all immediate';
            exception when others then
                get stacked diagnostics got = returned_sqlstate, named = constraint_name;
            end;
            execute 'set constraints all deferred';
            if coalesce(got, '') !~ ('^(' || state || ')$') or (rule is not null and named is distinct from rule) then
                raise exception 'expected % %, got % %: %', state, rule, coalesce(got, 'success'), named, statement;
            end if;
        end
        $body$;
        create function pg_temp.equal(got anyelement, wanted anyelement, what text) returns void
            language plpgsql as $body$
        begin
            if got is distinct from wanted then raise exception '%: % instead of %', what, got, wanted; end if;
        end
        $body$;

        insert into languages (code, name, native_name) values (en, 'Test', 'Test');
        insert into currencies (code, name, symbol) values ('XTS', 'Test', 'T');
        insert into store (id, name, slug, owner_email) select gen_random_uuid(), 'x', 'x', 'x@x.io'
         where not exists (select 1 from store);
        -- One of each.
        perform pg_temp.refused($$insert into store (id, name, slug, owner_email)
            values (gen_random_uuid(), 'y', 'y', 'y@y.io')$$, '23505', 'store_singleton');
        perform pg_temp.refused($$insert into languages (code, name, native_name, is_enabled, is_default)
            values ('qb', 'B', 'B', true, true), ('qc', 'C', 'C', true, true)$$, '23505', 'languages_one_default');
        update store set updated_at = '2001-01-01';
        perform pg_temp.equal((select updated_at from store), now(), 'updated_at');
        -- People.
        insert into users (email) values ('O''Neil@Checks.test') returning id into person;
        perform pg_temp.refused($$insert into users (email) values ('o''neil@checks.TEST')$$, '23505', 'users_email');
        update users set status = 'disabled' where id = person;
        perform pg_temp.equal((select gen from users where id = person), 1::bigint, 'gen of a disabled user');
        perform pg_temp.refused(format('update users set gen = 0 where id = %L', person), '23514');
        insert into roles (key, name) values ('checks_role', 'R');
        insert into user_roles select person, id from roles where key = 'checks_role';
        delete from user_roles where user_id = person;
        perform pg_temp.equal((select gen from users where id = person), 2::bigint, 'gen after a role was taken away');
        update users set password_hash = '$argon2id$x' where id = person;
        perform pg_temp.equal((select changes -> 'password_hash' from audit_log where entity_id = person::text
            order by id desc limit 1), '"***"'::jsonb, 'secret in the audit log');
        perform pg_temp.refused('delete from audit_log', '23001');
        perform pg_temp.refused('truncate audit_log', '23001');
        -- Categories.
        select id into root from categories where parent_id is null;
        if root is null then
            insert into categories (handle, name) values ('checks-root', 'R') returning id into root;
        end if;
        perform pg_temp.refused($$insert into categories (handle, name) values ('checks-2', 'R')$$,
            '23505', 'categories_one_root');
        insert into categories (handle, name, parent_id) values ('checks-a', 'A', root) returning id into child;
        insert into categories (handle, name, parent_id) values ('checks-b', 'B', child) returning id into v;
        perform pg_temp.refused(format('update categories set parent_id = %L where id = %L', v, child), '23514');
        perform pg_temp.refused(format('update categories set parent_id = id where id = %L', v), '23514');
        perform pg_temp.refused($$insert into categories (id, handle, name, parent_id) values
            ('00000000-0000-4000-8000-00000000000a', 'ring-a', 'a', '00000000-0000-4000-8000-00000000000b'),
            ('00000000-0000-4000-8000-00000000000b', 'ring-b', 'b', '00000000-0000-4000-8000-00000000000a')$$, '23514');
        -- Stock.
        insert into products (handle, name) values ('checks-product', 'P') returning id into bought;
        insert into product_variants (product_id, sku) values (bought, 'CHK-1') returning id into v;
        insert into product_variants (product_id, sku, allow_backorder) values (bought, 'CHK-2', true)
        returning id into v2;
        perform pg_temp.refused(format($$insert into product_variants (product_id, sku, is_default)
            values (%1$L, 'd1', true), (%1$L, 'd2', true)$$, bought), '23505', 'product_variants_one_default');
        insert into inventory_locations (code, name) values ('checks', 'C') returning id into place;
        insert into inventory_movements (variant_id, location_id, kind, quantity)
        values (v, place, 'receipt', 5), (v, place, 'sale', -2), (v2, place, 'sale', -4);
        perform pg_temp.equal(array(select on_hand from inventory_levels where location_id = place order by on_hand),
            array[-4, 3], 'levels');
        perform pg_temp.equal((select max(on_hand_after) from inventory_movements where variant_id = v), 5,
            'on_hand_after');
        perform pg_temp.refused(format($$insert into inventory_movements (variant_id, location_id, kind, quantity)
            values (%L, %L, 'sale', -4)$$, v, place), '23514', 'inventory_levels_not_oversold');
        perform pg_temp.refused(format('update inventory_levels set on_hand = 9 where variant_id = %L', v), '23001');
        perform pg_temp.refused(format('delete from inventory_levels where variant_id = %L', v), '23001');
        perform pg_temp.refused('update inventory_movements set quantity = 1', '23001');
        insert into inventory_reservations (variant_id, location_id, quantity, reference_type, reference_id)
        values (v, place, 2, 'cart', gen_random_uuid());
        perform pg_temp.refused(format($$insert into inventory_reservations
            (variant_id, location_id, quantity, reference_type, reference_id)
            values (%L, %L, 2, 'cart', gen_random_uuid())$$, v, place), '23514', 'inventory_levels_not_overpromised');
        update inventory_reservations set status = 'released' where variant_id = v;
        perform pg_temp.equal((select available from inventory_levels where variant_id = v), 3, 'available');
        perform pg_temp.refused(format('delete from products where id = %L', bought), '23503|23001');
        -- Customers, carts, reviews.
        insert into customers (email) values ('buyer@checks.test') returning id into buyer;
        perform pg_temp.refused(format($$insert into customer_addresses
            (customer_id, name, line1, city, country, is_default_shipping)
            values (%1$L, 'n', 'l', 'c', 'DE', true), (%1$L, 'n', 'l', 'c', 'DE', true)$$, buyer),
            '23505', 'customer_addresses_one_shipping');
        perform pg_temp.refused(format($$insert into carts (customer_id, currency)
            values (%1$L, 'XTS'), (%1$L, 'XTS')$$, buyer), '23505', 'carts_one_open');
        perform pg_temp.refused(format($$insert into product_reviews (product_id, author_name, rating)
            values (%L, 'n', 6)$$, bought), '23514');
        -- Orders.
        insert into orders (email, customer_id, currency, subtotal, discount_total, shipping_total, tax_total, total)
        values ('buyer@checks.test', buyer, 'XTS', 3000, 500, 490, 480, 2990) returning id into bought;
        insert into order_items (order_id, variant_id, sku, name, quantity, unit_price, discount_amount)
        values (bought, v, 'CHK-1', 'P', 3, 1000, 500) returning id into line;
        set constraints all immediate;
        set constraints all deferred;
        perform pg_temp.equal((select number ~ '^#?\w*\d{5}$' from orders where id = bought), true, 'order number');
        perform pg_temp.refused(format('update orders set total = 1 where id = %L', bought),
            '23514', 'orders_total_adds_up');
        perform pg_temp.refused(format('update order_items set quantity = 4 where id = %L', line),
            '23514', 'orders_match_items');
        perform pg_temp.refused(format('delete from order_items where id = %L', line), '23514', 'orders_match_items');
        perform pg_temp.refused(format('update orders set subtotal = 3001, total = 2991 where id = %L', bought),
            '23514', 'orders_match_items');
        perform pg_temp.refused(format('update orders set number = ''x'' where id = %L', bought), '23001');
        update orders set status = 'confirmed' where id = bought;
        perform pg_temp.equal(array(select to_status from order_status_history where order_id = bought order by id),
            array['pending', 'confirmed'], 'status history');
        perform pg_temp.equal((select count(*) from event_outbox where entity_id = bought), 2::bigint,
            'events of the order');
        -- Discounts.
        insert into discounts (name, kind, percent, usage_limit) values ('D', 'percentage', 10, 1)
        returning id into offer;
        insert into discount_redemptions (discount_id, order_id, amount) values (offer, bought, 300);
        perform pg_temp.equal((select used_count from discounts where id = offer), 1, 'uses');
        perform pg_temp.refused(format($$
            with o as (insert into orders (email, currency) values ('a@b', 'XTS') returning id)
            insert into discount_redemptions (discount_id, order_id, amount) select %L, id, 1 from o$$, offer),
            '23514', 'discounts_within_limit');
        -- Money.
        insert into payments (order_id, currency, amount, captured_amount, status)
        values (bought, 'XTS', 2990, 2990, 'captured') returning id into paid;
        perform pg_temp.equal((select payment_status from orders where id = bought), 'paid', 'payment status');
        insert into refunds (payment_id, amount) values (paid, 2000);
        perform pg_temp.refused(format('insert into refunds (payment_id, amount) values (%L, 991)', paid),
            '23514', 'payments_refund_within_capture');
        perform pg_temp.refused(format('update payments set captured_amount = 1999 where id = %L', paid), '23514');
        perform pg_temp.refused(format('update payments set refunded_amount = 1 where id = %L', paid), '23001');
        update refunds set status = 'failed' where payment_id = paid;
        insert into refunds (payment_id, amount, status) values (paid, 2990, 'succeeded');
        perform pg_temp.equal((select payment_status from orders where id = bought), 'refunded', 'payment status');
        insert into gift_cards (code_hash, last_four, currency)
        values (decode(repeat('ab', 32), 'hex'), '1234', 'XTS') returning id into card;
        insert into gift_card_transactions (gift_card_id, kind, amount)
        values (card, 'issue', 1000), (card, 'spend', -400);
        perform pg_temp.equal((select balance::bigint from gift_cards where id = card), 600::bigint, 'gift card');
        perform pg_temp.refused(format($$insert into gift_card_transactions (gift_card_id, kind, amount)
            values (%L, 'spend', -601)$$, card), '23514', 'gift_cards_covered');
        -- Handing over and taking back.
        insert into fulfilments (order_id, location_id) values (bought, place) returning id into job;
        insert into fulfilment_items (fulfilment_id, order_id, order_item_id, quantity) values (job, bought, line, 2);
        perform pg_temp.refused(format('update fulfilment_items set quantity = 4 where fulfilment_id = %L', job),
            '23514', 'order_items_fulfilled_within_ordered');
        insert into returns (order_id) values (bought) returning id into rma;
        perform pg_temp.refused(format($$insert into return_items (return_id, order_id, order_item_id, quantity)
            values (%L, %L, %L, 3)$$, rma, bought, line), '23514', 'order_items_returned_within_fulfilled');
        insert into return_items (return_id, order_id, order_item_id, quantity) values (rma, bought, line, 1);
        perform pg_temp.refused(format('update fulfilments set status = ''canceled'' where id = %L', job), '23514');
        update returns set status = 'rejected' where id = rma;
        update fulfilments set status = 'canceled' where id = job;
        select fulfilled_quantity, returned_quantity into figures from order_items where id = line;
        perform pg_temp.equal(figures::text, '(0,0)', 'handed over and taken back');
        update orders set status = 'canceled' where id = bought;
        perform pg_temp.refused(format('update orders set status = ''pending'' where id = %L', bought),
            '23514', 'orders_status_moves_forward');
        -- Credits.
        delete from credit_balance_cache;
        perform pg_temp.equal(store_credits(300000, 250000, 50000, 7, 9), true, 'first news');
        perform pg_temp.equal(store_credits(1, 1, 0, 7, 9), false, 'the same news');
        perform pg_temp.equal(store_credits(1, 1, 0, 6, 8), false, 'older news');
        update credit_balance_cache set balance = 1, seq = 6, revision = 8;
        perform pg_temp.equal((select balance from credit_balance_cache), 300000::bigint, 'cached balance');
        perform pg_temp.equal(store_credits(200000, 200000, 0, 7, 10), true, 'newer news');
        perform pg_temp.refused($$insert into credit_balance_cache (singleton) values (false)$$, '23514');

        raise exception 'all is well' using errcode = 'TT000';
    exception when sqlstate 'TT000' then
        null;
    end;
end
$behaviour$;
