-- Releases that were taken back: from then on nobody sees them. The release itself stays as it was.
create table recalls (
  board text not null,
  unit text not null,
  number integer not null,
  reason text not null,
  by text not null,
  at integer not null,
  primary key (board, unit, number)
) strict, without rowid;
