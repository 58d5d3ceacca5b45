-- Every process remembers accounts for moments; a change is told to all of them when it commits.

create function announce_account_change() returns trigger language plpgsql as $announce$
begin
    perform pg_notify('tenantry_account', old.id::text);
    return null;
end $announce$;
create trigger users_announce after update or delete on users
    for each row execute function announce_account_change();
