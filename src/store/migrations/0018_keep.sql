-- How long what records say of persons is kept. Never edited, only added to.

-- Since when nobody has to do anything with a record any more (record/term.ts); null: it waits for somebody, or it was so as it came (then since received_at, until the
-- walk of its form's term has come by).
alter table submissions add column settled_at integer;
-- What is there: its last write. audit: row number.
update submissions set settled_at = coalesce((select at from audit where audit.seq = submissions.stamp), received_at)
  where state in ('approved', 'rejected', 'withdrawn', 'refused') and conflicts = 0 and counts_received = counts_approved and form <> '~';
-- Which records of a form are kept too long, the oldest first; what is erased leaves it.
create index submissions_settled on submissions (form, settled_at) where settled_at is not null and erased is null;

-- A row for each form whose latest version says how long, and how far the erasing is. No trial has one.
create table terms (
  form text primary key,
  version integer not null, -- the latest, which says it
  keep text not null, -- as an author writes it: '90 days'
  day text not null, -- the last day that was gone through whole; '': none
  after_at integer not null, -- where the walk of the day stands: settled_at and number of the last record that was looked at
  after_seq integer not null,
  seen integer not null, -- records up to this number were looked at for what was settled as it came
  erased integer not null, -- by that walk, or by the last one
  waits integer not null, -- those that it left: something else needs them yet
  ran_at integer -- when it last did something
) strict, without rowid;
