-- Jobs are claimed and completed many at a time: what each row costs counts.

-- All jobs of a worker have one worker_id, and every claim added another entry beside those of jobs long done. Epochs only grow,
-- so entries by epoch are appended.
drop index job_queue_running;
create index job_queue_running on job_queue (epoch) where state = 'running';

-- Both were checks of rows that the same statement has just read: an attempt is written by the claim or the end of its job, a claim
-- is made by a worker that has written its own row. Attempts are deleted with their jobs.
alter table job_queue drop constraint job_queue_worker_id_fkey;
alter table job_attempts
    drop constraint job_attempts_job_id_fkey,
    drop constraint job_attempts_worker_id_fkey;
drop index job_attempts_by_worker;
comment on table job_attempts is 'Every time a worker took a job, written when that time is over: for operators. The attempt under way is the row of the job itself.';

create function delete_attempts() returns trigger language plpgsql as $delete$
begin
    delete from job_attempts a using deleted d where a.job_id = d.id;
    return null;
end $delete$;
create trigger job_queue_delete_attempts after delete on job_queue
    referencing old table as deleted for each statement execute function delete_attempts();

-- One notification for many jobs: a list of ids, no longer than a payload may be.
drop trigger job_queue_announce on job_queue;
drop trigger job_queue_announce_new on job_queue;
drop function announce_job_change();
drop function announce_new_job();

create function announce_job_changes() returns trigger language plpgsql as $announce$
begin
    perform pg_notify('tenantry_job', string_agg(id::text, ','))
    from (select id, (row_number() over () - 1) / 200 as part from changed) parts
    group by part;
    return null;
end $announce$;
create trigger job_queue_announce after update on job_queue
    referencing new table as changed for each statement execute function announce_job_changes();

alter table job_queue add column claimed_at timestamptz;
comment on column job_queue.claimed_at is 'When the attempt under way began, or the last one.';

-- Relays remember how far they have looked, instead of marking every row that Redis was told of.
drop index job_queue_unpublished;
alter table job_queue drop column published_at;
alter table job_queue add column waiting_since timestamptz not null default now();
comment on column job_queue.waiting_since is 'When the job last began to wait for a worker.';
create index job_queue_waiting on job_queue (waiting_since, id) where state in ('queued', 'retrying');

create table job_relay (
    is_only     boolean primary key default true check (is_only),
    swept_until timestamptz not null default '-infinity',
    swept_all   timestamptz not null default '-infinity',
    incarnation text not null default '',
    again       uuid[] not null default '{}'
);
insert into job_relay default values;
comment on table job_relay is 'One row: up to when Redis was told of waiting jobs, when it was last compared with all of them, which life of its index that was, and which jobs have to be named once more. Whoever holds the row is the relay of the moment.';
