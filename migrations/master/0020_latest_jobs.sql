-- Jobs of which only the newest request counts.

alter table job_queue add column latest_key text check (length(latest_key) between 1 and 200);
comment on column job_queue.latest_key is 'At most one job with this key waits: a newer request takes over the one that does. While one runs, one more may wait.';
create unique index job_queue_one_latest on job_queue (latest_key) where state in ('queued', 'retrying');
