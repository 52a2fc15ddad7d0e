-- The quality of what comes in. Never edited, only added to.

-- Two entries that look alike and are not the same: who said so, and when. The pair by its ids, the lower first.
create table unlike (
  register text not null,
  one text not null,
  other text not null,
  by text not null,
  at integer not null,
  primary key (register, one, other),
  check (one < other)
) strict, without rowid;

-- What a phone told at its last visit: how many records it could not send, since when the oldest of them waits (by its clock), and of which build it is.
alter table tokens add column unsent integer;
alter table tokens add column waits_since integer;
alter table tokens add column build text;
alter table tokens add column told_at integer;
