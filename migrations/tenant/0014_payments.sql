-- Money in and out: payments, refunds, invoices, gift card movements.

create table payment_methods (
    id uuid primary key default gen_random_uuid(),
    code text not null unique check (code ~ '^[a-z][a-z0-9_]*$'),
    name text not null check (name <> ''),
    description text not null default '',
    kind text not null check (kind in ('manual', 'bank_transfer', 'cash_on_delivery', 'card', 'wallet', 'gift_card')),
    provider text not null default '',
    config jsonb not null default '{}' check (jsonb_typeof(config) = 'object'),
    position integer not null default 0,
    is_active boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table payment_methods is 'Ways to pay that the store offers.';
comment on column payment_methods.config is 'Settings without secrets; those stay with the platform.';
create trigger touch before update on payment_methods for each row execute function touch_updated_at();
create trigger audit after update or delete on payment_methods for each row execute function audit_change();

create table payments (
    id uuid primary key default gen_random_uuid(),
    order_id uuid not null references orders on delete restrict,
    method_id uuid references payment_methods on delete set null,
    status text not null default 'pending'
        check (status in ('pending', 'authorized', 'captured', 'failed', 'voided', 'expired')),
    currency currency_code not null,
    amount minor_units not null check (amount > 0),
    captured_amount minor_units not null default 0,
    refunded_amount minor_units not null default 0,
    provider text not null default '',
    provider_reference text check (provider_reference <> ''),
    failure_code text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint payments_capture_within_amount check (captured_amount <= amount),
    constraint payments_refund_within_capture check (refunded_amount <= captured_amount)
);
comment on table payments is 'Payments of orders; amounts are never deleted, a failed payment stays as failed.';
comment on column payments.amount is 'Minor units of currency asked for; captured_amount is what was taken.';
comment on column payments.refunded_amount is
    'Minor units given back or on the way back; kept by refunds, never above captured_amount.';
create index payments_order on payments (order_id);
create index payments_method on payments (method_id);
create unique index payments_reference on payments (provider, provider_reference) where provider_reference is not null;
create trigger derived before insert or update of refunded_amount on payments for each row
    when (pg_trigger_depth() = 0 and new.refunded_amount <> 0) execute function refuse_direct_write();
create trigger touch before update on payments for each row execute function touch_updated_at();

create function follow_payments() returns trigger language plpgsql set search_path = public, pg_temp as $follow$
declare
    sums record;
begin
    perform 1 from orders where id = new.order_id for no key update;
    select coalesce(sum(captured_amount), 0) as captured, coalesce(sum(refunded_amount), 0) as refunded,
           coalesce(bool_or(status = 'authorized'), false) as authorized
      into sums from payments where order_id = new.order_id;
    update orders o
       set payment_status = case
               when sums.captured = 0 then case when sums.authorized then 'authorized' else 'unpaid' end
               when sums.refunded >= sums.captured then 'refunded'
               when sums.refunded > 0 then 'partially_refunded'
               when sums.captured >= o.total then 'paid' else 'partially_paid' end
     where o.id = new.order_id;
    return null;
end
$follow$;
comment on function follow_payments() is 'AFTER INSERT OR UPDATE: orders.payment_status says what the payments say.';
create trigger follow after insert or update of status, captured_amount, refunded_amount on payments for each row
    execute function follow_payments();

create table payment_events (
    id bigint generated always as identity primary key,
    payment_id uuid not null references payments on delete restrict,
    kind text not null
        check (kind in ('created', 'authorized', 'captured', 'failed', 'voided', 'refunded', 'disputed')),
    amount minor_units not null default 0,
    provider_event_id text check (provider_event_id <> ''),
    payload jsonb not null default '{}',
    created_at timestamptz not null default now()
);
comment on table payment_events is
    'What payment providers reported, append-only; provider_event_id makes a repeated report harmless.';
comment on column payment_events.amount is 'Minor units of the payment''s currency.';
create index payment_events_payment on payment_events (payment_id, id);
create unique index payment_events_once on payment_events (provider_event_id) where provider_event_id is not null;
create trigger append_only before update or delete or truncate on payment_events
    for each statement execute function refuse_change();

create table refunds (
    id uuid primary key default gen_random_uuid(),
    number text not null unique check (number <> ''),
    payment_id uuid not null references payments on delete restrict,
    amount minor_units not null check (amount > 0),
    status text not null default 'pending' check (status in ('pending', 'succeeded', 'failed', 'canceled')),
    reason text not null default '',
    provider_reference text,
    created_by uuid references users on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table refunds is 'Money given back; pending and succeeded refunds together never exceed what was captured.';
comment on column refunds.amount is 'Minor units of the payment''s currency.';
create index refunds_payment on refunds (payment_id);
create index refunds_creator on refunds (created_by);
create trigger assign_number before insert on refunds for each row
    when (new.number is null) execute function assign_number('refund');
create trigger payment_is_fixed before update of payment_id on refunds for each row
    when (new.payment_id <> old.payment_id) execute function refuse_change();
create trigger touch before update on refunds for each row execute function touch_updated_at();

create function apply_refund() returns trigger language plpgsql set search_path = public, pg_temp as $refund$
declare
    claimed bigint := 0;
begin
    if tg_op <> 'INSERT' and old.status in ('pending', 'succeeded') then claimed := claimed - old.amount; end if;
    if tg_op <> 'DELETE' and new.status in ('pending', 'succeeded') then claimed := claimed + new.amount; end if;
    if claimed <> 0 then
        update payments set refunded_amount = refunded_amount + claimed
         where id = coalesce(new.payment_id, old.payment_id);
    end if;
    return null;
end
$refund$;
comment on function apply_refund() is
    'AFTER any change: moves payments.refunded_amount; the check on payments refuses (23514) what was not captured.';
create trigger apply after insert or update of amount, status or delete on refunds for each row
    execute function apply_refund();

create table refund_items (
    id uuid primary key default gen_random_uuid(),
    refund_id uuid not null references refunds on delete cascade,
    order_item_id uuid not null references order_items on delete restrict,
    quantity integer not null check (quantity > 0),
    amount minor_units not null,
    unique (refund_id, order_item_id)
);
comment on table refund_items is 'Which lines of the order a refund is for.';
comment on column refund_items.amount is 'Minor units of the payment''s currency, for the whole quantity.';
create index refund_items_item on refund_items (order_item_id);

create table invoices (
    id uuid primary key default gen_random_uuid(),
    number text not null unique check (number <> ''),
    order_id uuid not null references orders on delete restrict,
    kind text not null default 'invoice' check (kind in ('invoice', 'credit_note')),
    refund_id uuid references refunds on delete restrict,
    currency currency_code not null,
    total minor_units not null,
    document_id uuid references media_assets on delete set null,
    issued_at timestamptz not null default now(),
    due_at timestamptz,
    check ((kind = 'credit_note') = (refund_id is not null))
);
comment on table invoices is 'Invoices and credit notes with gapless numbers.';
comment on column invoices.total is 'Minor units of currency.';
create index invoices_order on invoices (order_id);
create index invoices_refund on invoices (refund_id);
create index invoices_document on invoices (document_id);
create trigger assign_number before insert on invoices for each row
    when (new.number is null) execute function assign_number('invoice');

create table gift_card_transactions (
    id bigint generated always as identity primary key,
    gift_card_id uuid not null references gift_cards on delete restrict,
    order_id uuid references orders on delete restrict,
    kind text not null check (kind in ('issue', 'top_up', 'spend', 'refund', 'expiry', 'adjustment')),
    amount bigint not null check (amount <> 0),
    balance_after bigint not null,
    created_at timestamptz not null default now()
);
comment on table gift_card_transactions is 'Every change of a gift card''s balance, append-only.';
comment on column gift_card_transactions.amount is 'Minor units of the card''s currency, signed: negative when spent.';
comment on column gift_card_transactions.balance_after is 'Balance after it; filled in by the trigger.';
create index gift_card_transactions_card on gift_card_transactions (gift_card_id, id);
create index gift_card_transactions_order on gift_card_transactions (order_id);

create function apply_gift_card_transaction() returns trigger language plpgsql
    set search_path = public, pg_temp as $gift$
declare
    card record;
begin
    select status, expires_at, balance into card from gift_cards where id = new.gift_card_id for update;
    if new.kind = 'spend' and (card.status <> 'active' or card.expires_at <= now()) then
        raise exception 'the gift card is blocked or expired; it cannot be spent'
            using errcode = 'check_violation', constraint = 'gift_cards_spendable';
    end if;
    if card.balance + new.amount < 0 then
        raise exception 'the gift card holds %, not %', card.balance, -new.amount
            using errcode = 'check_violation', constraint = 'gift_cards_covered';
    end if;
    update gift_cards set balance = balance + new.amount where id = new.gift_card_id
    returning balance into new.balance_after;
    return new;
end
$gift$;
comment on function apply_gift_card_transaction() is
    'BEFORE INSERT: moves the balance; 23514 when the card is not good for it.';
create trigger apply before insert on gift_card_transactions for each row
    execute function apply_gift_card_transaction();
create trigger append_only before update or delete or truncate on gift_card_transactions
    for each statement execute function refuse_change();
