-- The books are recomputed every night, by one worker, and what was found stays to be read.

create table ledger_audits (
    day         date primary key,
    started_at  timestamptz not null default now(),
    finished_at timestamptz,
    report      jsonb,
    check ((finished_at is null) = (report is null))
);
comment on table ledger_audits is 'One look at the books for each day (UTC). A row without an end is being worked on, or its worker died and it is taken over an hour later.';
