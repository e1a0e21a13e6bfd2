import type { DatabaseKind } from '../schema.ts';

const WORDS = 'the audit trail can only be added to';

/**
 * The database itself protects the audit trail: events can only be added, an event can only be deleted once the archive has
 * its copy, and each insert moves the end of the chain.
 */
export const appendOnly: Readonly<Record<DatabaseKind, readonly string[]>> = {
  sqlite: [
    `create trigger events_no_update before update on events begin select raise(abort, '${WORDS}'); end`,
    `create trigger events_no_delete before delete on events
     when not exists (select 1 from archived_events where seq = old.seq and hash = old.hash)
     begin select raise(abort, '${WORDS}'); end`,
    // `insert or replace` deletes without firing the trigger above.
    `create trigger events_no_replace before insert on events when exists (select 1 from events where seq = new.seq)
     begin select raise(abort, '${WORDS}'); end`,
    `create trigger events_end after insert on events
     begin update chain set seq = new.seq, hash = new.hash where id = 1; end`,
    `create trigger archived_events_no_update before update on archived_events
     begin select raise(abort, '${WORDS}'); end`,
  ],
  postgres: [
    `create function events_only_added() returns trigger language plpgsql as
     $$ begin raise exception '${WORDS}'; end $$`,
    `create trigger events_only_added before update or truncate on events
     for each statement execute function events_only_added()`,
    `create function events_only_archived() returns trigger language plpgsql as
     $$ begin
       if exists (
         select 1 from gone where not exists (select 1 from archived_events a where a.seq = gone.seq and a.hash = gone.hash)
       ) then raise exception '${WORDS}'; end if;
       return null;
     end $$`,
    `create trigger events_only_archived after delete on events referencing old table as gone
     for each statement execute function events_only_archived()`,
    `create function events_end() returns trigger language plpgsql as
     $$ begin
       update chain set seq = last.seq, hash = last.hash
       from (select seq, hash from added order by seq desc limit 1) last where id = 1;
       return null;
     end $$`,
    `create trigger events_end after insert on events referencing new table as added
     for each statement execute function events_end()`,
    `create trigger archived_events_no_update before update on archived_events
     for each statement execute function events_only_added()`,
  ],
};
