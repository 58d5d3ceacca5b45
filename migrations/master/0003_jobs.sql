-- The record of every job. Redis holds an index of it that can be rebuilt at any time.

create table workers (
    id         uuid primary key,
    host       text not null,
    process_id integer not null,
    queues     text[] not null check (cardinality(queues) > 0),
    started_at timestamptz not null default now(),
    beat_at    timestamptz not null default now(),
    stopped_at timestamptz
);
comment on table workers is 'One heartbeat row per worker process: a job runs only as long as its worker''s row is fresh.';
create index workers_live on workers (beat_at) where stopped_at is null;

create sequence job_epoch;
comment on sequence job_epoch is 'Fencing numbers, handed out to claims in order.';

create table job_queue (
    id                   uuid primary key,
    queue                text not null default 'default' check (queue ~ '^[a-z0-9_-]{1,40}$'),
    kind                 text not null check (kind ~ '^[a-z0-9-]{1,60}$'),
    store_id             uuid references stores on delete restrict,
    user_id              uuid references users on delete restrict,
    band                 smallint not null default 1 check (band between 0 and 2),
    state                text not null default 'queued'
                         check (state in ('queued', 'running', 'retrying', 'action_required', 'succeeded', 'failed', 'canceled')),
    payload              jsonb not null default '{}' check (jsonb_typeof(payload) = 'object'),
    unique_key           text check (length(unique_key) between 1 and 200),
    serial_key           text check (length(serial_key) between 1 and 200),
    run_at               timestamptz not null default now(),
    attempt              integer not null default 0 check (attempt >= 0),
    max_attempts         integer not null default 10 check (max_attempts > 0),
    worker_deaths        integer not null default 0 check (worker_deaths >= 0),
    epoch                bigint not null default 0 check (epoch >= 0),
    worker_id            uuid references workers on delete restrict,
    deadline_at          timestamptz,
    published_at         timestamptz,
    cancel_requested_at  timestamptz,
    percent              smallint not null default 0 check (percent between 0 and 100),
    step                 text check (length(step) <= 60),
    revision             bigint not null default 0,
    last_error           jsonb,
    request_id           text check (length(request_id) <= 200),
    created_at           timestamptz not null default now(),
    started_at           timestamptz,
    finished_at          timestamptz,
    check ((state = 'running') = (worker_id is not null)),
    check ((state = 'running') = (deadline_at is not null)),
    check ((state in ('succeeded', 'failed', 'canceled')) = (finished_at is not null)),
    check (state <> 'succeeded' or percent = 100)
) with (fillfactor = 70);
comment on table job_queue is 'The truth about every job; rows are written in the transaction of the change that asks for them. A payload holds ids, never a secret.';
comment on column job_queue.band is 'Priority: 0 is served first.';
comment on column job_queue.epoch is 'Fencing number, taken from one sequence by each claim, so that claims of different jobs compare too; a worker that lost its job matches no row with its own.';
comment on column job_queue.published_at is 'When the Redis index was told that the row is wanted; null: not yet, since its last change of state.';
comment on column job_queue.revision is 'Raised by every visible change; the id of the event that announces it.';
comment on column job_queue.last_error is '{"code","message","hint","retryable"}: safe to show to the store''s owner.';
create unique index job_queue_one_wanted on job_queue (unique_key)
    where state in ('queued', 'running', 'retrying', 'action_required');
create unique index job_queue_one_running on job_queue (serial_key) where state = 'running';
create index job_queue_due on job_queue (band, run_at) where state in ('queued', 'retrying');
create index job_queue_unpublished on job_queue (created_at) where state in ('queued', 'retrying') and published_at is null;
create index job_queue_running on job_queue (worker_id) where state = 'running';
create index job_queue_by_store on job_queue (store_id, created_at desc) where store_id is not null;
create index job_queue_by_user on job_queue (user_id) where user_id is not null;
create index job_queue_dead on job_queue (finished_at desc) where state = 'failed';

alter table stores add constraint stores_provisioning_job_fkey
    foreign key (provisioning_job_id) references job_queue on delete restrict;
create index stores_by_job on stores (provisioning_job_id) where provisioning_job_id is not null;

create table job_attempts (
    job_id     uuid not null references job_queue on delete cascade,
    epoch      bigint not null check (epoch > 0),
    attempt    integer not null,
    worker_id  uuid not null references workers on delete restrict,
    started_at timestamptz not null default now(),
    ended_at   timestamptz,
    outcome    text check (outcome in ('succeeded', 'retry', 'snoozed', 'action_required', 'failed', 'released', 'lost', 'canceled')),
    error      jsonb,
    primary key (job_id, epoch),
    check ((ended_at is null) = (outcome is null))
);
comment on table job_attempts is 'Every time a worker took a job: for operators and for counting a worker''s deaths.';
create index job_attempts_by_worker on job_attempts (worker_id) where ended_at is null;

create table job_steps (
    job_id      uuid not null references job_queue on delete cascade,
    name        text not null check (name ~ '^[a-z0-9_-]{1,60}$'),
    position    smallint not null check (position >= 0),
    status      text not null default 'pending' check (status in ('pending', 'running', 'succeeded', 'failed')),
    detail      text check (length(detail) <= 400),
    started_at  timestamptz,
    finished_at timestamptz,
    primary key (job_id, name),
    unique (job_id, position),
    check (status = 'pending' or started_at is not null),
    check ((status in ('succeeded', 'failed')) = (finished_at is not null))
);
comment on table job_steps is 'The steps of a long job as its owner sees them.';

create function announce_job_change() returns trigger language plpgsql as $announce$
begin
    perform pg_notify('tenantry_job', new.id::text);
    return null;
end $announce$;
create trigger job_queue_announce after update of state, percent, step, revision on job_queue
    for each row when (old.revision is distinct from new.revision) execute function announce_job_change();

create function announce_new_job() returns trigger language plpgsql as $announce$
begin
    perform pg_notify('tenantry_enqueued', new.queue);
    return null;
end $announce$;
create trigger job_queue_announce_new after insert on job_queue
    for each row execute function announce_new_job();
