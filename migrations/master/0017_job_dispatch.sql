-- What the dispatch index has to know of a job besides its id, and how many may run at once.

alter table job_queue add column host text check (length(host) between 1 and 255);
comment on column job_queue.host is 'The database server that the job will be busy with, where there is one: jobs for one server can be limited.';

create table job_limits (
    scope   text not null check (scope in ('store', 'kind', 'host')),
    name    text not null check (length(name) between 1 and 255 and name !~ '\s'),
    at_once integer not null check (at_once between 1 and 100000),
    primary key (scope, name)
);
comment on table job_limits is 'How many jobs of a store, of a kind or for one database server run at once; the name * is for each that has no line of its own.';

create table job_weights (
    store_id uuid primary key references stores on delete cascade,
    weight   real not null check (weight between 0.01 and 100)
);
comment on table job_weights is 'How often a store is served compared with others while all have jobs waiting; 1 without a line.';

create table job_pauses (
    scope     text not null check (scope in ('queue', 'kind', 'store')),
    name      text not null check (length(name) between 1 and 255 and name !~ '\s'),
    paused_at timestamptz not null default now(),
    paused_by uuid references users on delete set null,
    reason    text check (length(reason) between 1 and 400),
    primary key (scope, name)
);
comment on table job_pauses is 'Queues, kinds and stores whose jobs are not started until they are resumed.';
