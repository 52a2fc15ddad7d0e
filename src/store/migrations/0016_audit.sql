-- Who looked at what tells of persons; and what was done stays written. Never edited, only added to.

-- One line for a reader, a subject and an hour, however often he looks: the table itself holds it to that.
create table looks (
  seq integer primary key,
  subject text not null, -- a record's id; of a list 'form:<id>' or 'register:<name>'
  person text not null,
  hour integer not null, -- since 1970
  at integer not null, -- when he first looked within it
  unique (subject, hour, person)
) strict;
create index looks_person on looks (person);

-- What somebody did, the newest first; but for the records that come, which are most of the audit, and pay for no index.
create index audit_actor on audit (actor) where action not in ('received', 'refused', 'corrected', 'conflict', 'late');
-- Of each seldom action a way of its own: what is not done to one record.
create index audit_seldom on audit (action)
  where action not in ('received', 'refused', 'corrected', 'conflict', 'late', 'approved', 'endorsed', 'returned', 'rejected', 'withdrawn');

-- What is written there stays as it is: no line is changed, taken out, or written over.
create trigger audit_unchanged before update on audit begin select raise(abort, 'audit: lines stay as they are'); end;
create trigger audit_undeleted before delete on audit begin select raise(abort, 'audit: lines stay'); end;
create trigger audit_unreplaced before insert on audit when new.seq > 0 and exists (select 1 from audit where seq = new.seq) begin select raise(abort, 'audit: lines stay as they are'); end;
create trigger looks_unchanged before update on looks begin select raise(abort, 'looks: lines stay as they are'); end;
create trigger looks_undeleted before delete on looks begin select raise(abort, 'looks: lines stay'); end;
create trigger looks_unreplaced before insert on looks when new.seq > 0 and exists (select 1 from looks where seq = new.seq) begin select raise(abort, 'looks: lines stay as they are'); end;
