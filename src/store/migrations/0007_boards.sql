-- Public boards, and what was released on them: kept as it was shown, never changed.
create table boards (
  id text primary key,
  level text not null,
  hash text not null,
  source text not null,
  compiled text not null,
  by text not null,
  at integer not null
) strict, without rowid;

create table releases (
  board text not null,
  unit text not null,
  number integer not null, -- from 1; the highest is what everyone sees
  decision text not null, -- its number and name, as on paper
  decided_on text not null,
  content text not null,
  by text not null,
  at integer not null,
  primary key (board, unit, number),
  unique (board, unit, decision, decided_on) -- released under one decision once
) strict, without rowid;

-- What the server alone knows: shifts of protected figures are made with it.
create table secrets (name text primary key, value text not null) strict, without rowid;
insert into secrets values ('shift', lower(hex(randomblob(32))));
