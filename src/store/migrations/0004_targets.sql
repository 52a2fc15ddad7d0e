-- What indicators should reach. A target is never overwritten: each change is a further revision, and the highest holds.
-- By period before unit: what is asked for is always some periods of an indicator.
create table targets (
  indicator text not null, -- form.name
  period text not null, -- 'YYYY', 'YYYY-Qn', 'YYYY-MM'
  unit text not null, -- '' for all units together
  revision integer not null,
  value real, -- as it is shown (scaled, a share in percent); null: taken back
  by text not null,
  at integer not null,
  primary key (indicator, period, unit, revision)
) strict, without rowid;

-- Why it is behind, and what will be done.
create table remarks (
  indicator text not null,
  period text not null,
  unit text not null,
  revision integer not null,
  cause text not null,
  remedy text not null,
  by text not null,
  at integer not null,
  primary key (indicator, period, unit, revision)
) strict, without rowid;
