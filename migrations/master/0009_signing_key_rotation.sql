-- What a signing key goes through after its first day, and how every process hears of it.

alter table signing_keys add column revoked_at timestamptz;
comment on column signing_keys.created_at is 'When it was published: every process, and whoever checks our tokens, must know a key before it signs.';
comment on column signing_keys.retired_at is 'When it stopped signing. Tokens it signed until then are good until they expire.';
comment on column signing_keys.revoked_at is 'When it stopped being believed: because nothing that it signed can be alive, or because somebody else may have it.';

-- A key that becomes known before it ever signed can be revoked as well.
alter table signing_keys drop constraint signing_keys_check;
alter table signing_keys add constraint signing_keys_activated
    check (state in ('pending', 'revoked') or activated_at is not null);
create unique index signing_keys_one_pending on signing_keys ((true)) where state = 'pending';

-- Every process holds the keys in memory; a change is told to all of them when it commits.
create function announce_key_change() returns trigger language plpgsql as $announce$
begin
    perform pg_notify('tenantry_keys', '');
    return null;
end $announce$;
create trigger signing_keys_announce after insert or update of state or delete on signing_keys
    for each statement execute function announce_key_change();
