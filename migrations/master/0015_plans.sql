-- What stores may do by the plan they are on, and how what they did is counted.

create table plans (
    id         text primary key check (id ~ '^[a-z][a-z0-9-]{0,39}$'),
    name       text not null check (length(name) between 1 and 80),
    position   smallint not null unique,
    max_stores integer not null check (max_stores > 0),
    daily_jobs integer check (daily_jobs >= 0),
    is_active  boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table plans is 'What a subscription allows. Limits are read anew for every request: a change holds at once.';
comment on column plans.position is 'Where it stands in the list, smallest first.';
comment on column plans.max_stores is 'Stores of an account that has a store on this plan; of several plans the largest number counts.';
comment on column plans.daily_jobs is 'Jobs that may be asked for per store and day, in UTC; null: any number.';
comment on column plans.is_active is 'Whether stores can be put on it. Those that are on it stay, with its limits.';
create trigger plans_touch before update on plans for each row execute function touch_updated_at();

insert into plans (id, name, position, max_stores, daily_jobs) values
    ('free', 'Free', 1, 2, 10),
    ('starter', 'Starter', 2, 5, 50),
    ('professional', 'Professional', 3, 25, 500),
    ('enterprise', 'Enterprise', 4, 1000, null);

-- The table says which plans there are; a list in a check would be a second answer.
alter table subscriptions drop constraint subscriptions_plan_check;
alter table subscriptions add constraint subscriptions_plan_fkey
    foreign key (plan) references plans on delete restrict;
create index subscriptions_by_plan on subscriptions (plan);

alter table api_usage_logs add column weight integer not null default 1 check (weight > 0);
comment on column api_usage_logs.weight is 'How many requests the row stands for: it was kept with a chance of 1 to this.';

-- Rows come in bulk. A foreign key would look each of them up, make all of them wait for a store that is locked, and
-- lose all of them to one id that is not there. Whose a row is gets decided when it is counted.
alter table api_usage_logs drop constraint api_usage_logs_user_id_fkey;
alter table api_usage_logs drop constraint api_usage_logs_store_id_fkey;
comment on column api_usage_logs.user_id is 'The account that asked, as its token said.';
comment on column api_usage_logs.store_id is 'The store that the token is for, or that the request named: perhaps somebody else''s, perhaps none.';

-- Ids are given out before rows are committed. Whoever writes holds this lock, shared; whoever has held it alone for a
-- moment knows that nothing below the highest id is still to come.
create function mark_usage_writer() returns trigger language plpgsql as $mark$
begin
    perform pg_advisory_xact_lock_shared(hashtext('tenantry.api-usage-logs'));
    return null;
end $mark$;
create trigger api_usage_logs_mark before insert on api_usage_logs
    for each statement execute function mark_usage_writer();

create table usage_rollups (
    log        text primary key check (log = 'api_usage_logs'),
    last_id    bigint not null default 0 check (last_id >= 0),
    updated_at timestamptz not null default now()
);
comment on table usage_rollups is 'How far the raw log is counted in usage_metrics: up to this id, and not beyond.';
create trigger usage_rollups_touch before update on usage_rollups for each row execute function touch_updated_at();
insert into usage_rollups (log) values ('api_usage_logs');
