-- The outline of a unit, as it was made small when it came: [ring, ring …], a ring [x, y, x, y …] in hundred-thousandths of a degree, the first
-- ring of each part outside and what follows it within.
create table boundaries (
  unit text primary key,
  shape text not null,
  at integer not null,
  by text not null
) strict, without rowid;
