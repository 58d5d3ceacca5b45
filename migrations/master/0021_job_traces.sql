-- From an attempt back to what asked for it, for processes that have a tracer.

alter table job_queue add column trace jsonb check (octet_length(trace::text) <= 2048);
comment on column job_queue.trace is 'What the tracer of the process that asked left to be found again, as `traceparent`. Never baggage: it may hold anything.';
