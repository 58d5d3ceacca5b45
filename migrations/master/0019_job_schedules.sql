-- Jobs that recur. What is due next stands in the table, so that any worker can see to it and none has to remember anything.

create table job_schedules (
    name         text primary key check (name ~ '^[a-z0-9-]{1,60}$'),
    cron         text not null check (length(cron) between 1 and 256),
    time_zone    text not null check (length(time_zone) between 1 and 64),
    catch_up     text not null check (catch_up in ('skip', 'once', 'all')),
    at_most      integer not null check (at_most between 1 and 1000),
    kind         text not null check (kind ~ '^[a-z0-9-]{1,60}$'),
    queue        text not null check (queue ~ '^[a-z0-9_-]{1,40}$'),
    band         smallint not null check (band between 0 and 2),
    max_attempts integer not null check (max_attempts > 0),
    payload      jsonb not null check (jsonb_typeof(payload) = 'object'),
    next_at      timestamptz,
    last_tick_at timestamptz,
    last_job_id  uuid,
    paused_at    timestamptz,
    paused_by    uuid references users on delete set null,
    reason       text check (length(reason) between 1 and 400),
    declared_at  timestamptz not null default now(),
    retired_at   timestamptz,
    updated_at   timestamptz not null default now(),
    check (catch_up = 'all' or at_most = 1),
    check (paused_at is not null or (paused_by is null and reason is null)),
    check (retired_at is null or next_at is null)
);
comment on table job_schedules is 'When jobs that recur are promised. Rows are declared by the program; each due one is ticked by whichever worker locks it first.';
comment on column job_schedules.at_most is 'How many of its jobs may wait or run, and how many missed ticks are made up for.';
comment on column job_schedules.next_at is 'The next tick; null: none for forty years, or retired. May be set by hand: a tick at that time is then due.';
comment on column job_schedules.last_tick_at is 'The newest tick that was seen to, also when it got no job of its own.';
comment on column job_schedules.last_job_id is 'The newest job, for people; it may have been deleted since.';
comment on column job_schedules.declared_at is 'When a living program last declared the row as it stands.';
comment on column job_schedules.retired_at is 'Since when no living program declares it. The row goes a month later.';

comment on table ledger_audits is 'One look at the books for each day (UTC). A row without an end belongs to a job that is not over, or was buried.';
