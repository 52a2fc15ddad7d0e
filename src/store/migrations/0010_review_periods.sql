-- Locked periods. Never edited, only added to.

-- A form's records of a month, in a unit ('' everywhere) and all below it: while the row stands, nothing of theirs moves. Every change of this table moves
-- both numbers on, so that whatever is being decided at that moment is decided again.
create table locks (
  form text not null,
  period text not null, -- 'YYYY-MM'
  unit text not null,
  by text not null,
  at integer not null,
  primary key (form, period, unit)
) strict, without rowid;
insert into settings values ('locks_revision', 0);

-- Which records a form's rule leaves to chance is drawn with it.
insert into secrets values ('lot', lower(hex(randomblob(32))));
