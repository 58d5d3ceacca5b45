-- Messages to people and to programs: e-mail and webhooks; and files that come in.

create table email_templates (
    id uuid primary key default gen_random_uuid(),
    code text not null unique check (code ~ '^[a-z][a-z0-9_]*$'),
    name text not null check (name <> ''),
    audience text not null default 'customer' check (audience in ('customer', 'staff')),
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table email_templates is 'Occasions on which the store writes e-mail.';
create trigger touch before update on email_templates for each row execute function touch_updated_at();

create table email_template_translations (
    template_id uuid not null references email_templates on delete cascade,
    language language_code not null references languages on update cascade on delete cascade,
    subject text not null check (subject <> ''),
    body text not null check (body <> ''),
    updated_at timestamptz not null default now(),
    primary key (template_id, language)
);
comment on table email_template_translations is 'Texts of a template in one language; {{…}} is filled in when sent.';
create index email_template_translations_language on email_template_translations (language);
create trigger touch before update on email_template_translations for each row execute function touch_updated_at();

create table email_outbox (
    id uuid primary key default gen_random_uuid(),
    template_id uuid references email_templates on delete set null,
    language language_code references languages on update cascade on delete set null,
    to_address email_address not null,
    to_name text not null default '',
    reply_to email_address,
    subject text not null,
    body text not null,
    dedupe_key text unique,
    status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'failed', 'suppressed')),
    attempts smallint not null default 0 check (attempts >= 0),
    send_after timestamptz not null default now(),
    sent_at timestamptz,
    last_error text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table email_outbox is
    'E-mail written with the change that caused it, sent afterwards; dedupe_key keeps one from going out twice.';
create index email_outbox_due on email_outbox (send_after) where status = 'queued';
create index email_outbox_template on email_outbox (template_id);
create index email_outbox_language on email_outbox (language) where language is not null;
create index email_outbox_address on email_outbox (lower(to_address), created_at desc);
create trigger touch before update on email_outbox for each row execute function touch_updated_at();

create table webhooks (
    id uuid primary key default gen_random_uuid(),
    name text not null check (name <> ''),
    url text not null check (url ~ '^https://[^[:space:]]+$'),
    topics text[] not null check (cardinality(topics) > 0),
    secret_sealed bytea,
    is_active boolean not null default true,
    failure_count integer not null default 0 check (failure_count >= 0),
    disabled_reason text,
    created_by uuid references users on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table webhooks is 'Addresses that are told of events.';
comment on column webhooks.topics is 'Topics of event_outbox; ''order.*'' matches a whole family.';
comment on column webhooks.secret_sealed is 'Signing secret, encrypted by the platform.';
create index webhooks_creator on webhooks (created_by);
create trigger touch before update on webhooks for each row execute function touch_updated_at();
create trigger audit after update of url, topics, secret_sealed, is_active or delete on webhooks for each row
    execute function audit_change();

create table webhook_deliveries (
    id bigint generated always as identity primary key,
    webhook_id uuid not null references webhooks on delete cascade,
    event_id bigint not null references event_outbox on delete cascade,
    status text not null default 'queued' check (status in ('queued', 'delivered', 'failed')),
    attempts smallint not null default 0 check (attempts >= 0),
    next_attempt_at timestamptz default now(),
    response_status smallint check (response_status between 100 and 599),
    response_ms integer check (response_ms >= 0),
    last_error text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (webhook_id, event_id),
    check (status <> 'queued' or next_attempt_at is not null)
);
comment on table webhook_deliveries is 'One event on its way to one webhook.';
comment on column webhook_deliveries.response_ms is 'Milliseconds until the answer of the last attempt.';
create index webhook_deliveries_event on webhook_deliveries (event_id);
create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where status = 'queued';
create trigger touch before update on webhook_deliveries for each row execute function touch_updated_at();

create table import_jobs (
    id uuid primary key default gen_random_uuid(),
    kind text not null
        check (kind in ('products', 'prices', 'inventory', 'customers', 'orders', 'redirects', 'translations')),
    status text not null default 'queued' check (status in ('queued', 'running', 'succeeded', 'failed', 'canceled')),
    file_id uuid references media_assets on delete set null,
    options jsonb not null default '{}' check (jsonb_typeof(options) = 'object'),
    total_rows integer check (total_rows >= 0),
    done_rows integer not null default 0 check (done_rows >= 0),
    failed_rows integer not null default 0 check (failed_rows between 0 and done_rows),
    created_by uuid references users on delete set null,
    started_at timestamptz,
    finished_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (done_rows <= total_rows)
);
comment on table import_jobs is 'Files being read into the store.';
create index import_jobs_file on import_jobs (file_id);
create index import_jobs_creator on import_jobs (created_by);
create index import_jobs_newest on import_jobs (created_at desc);
create trigger touch before update on import_jobs for each row execute function touch_updated_at();

create table import_job_errors (
    id bigint generated always as identity primary key,
    job_id uuid not null references import_jobs on delete cascade,
    row_number integer not null check (row_number > 0),
    field text not null default '',
    message text not null check (message <> ''),
    created_at timestamptz not null default now()
);
comment on table import_job_errors is 'Rows that could not be read, and why.';
create index import_job_errors_job on import_job_errors (job_id, row_number);
