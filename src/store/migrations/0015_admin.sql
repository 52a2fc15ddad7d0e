-- The office's own house: deeds on units with their legal ground, names that units had, tokens whose scope changed, what the service used. Never edited, only added to.

alter table units add column former text; -- JSON [{name, full_name, until}] or null: the names that it had

-- A deed on the tree of units, by its own id: the same again is the same.
create table unit_deeds (
  id text primary key,
  kind text not null check (kind in ('add', 'rename', 'merge', 'split', 'close')),
  deed text not null, -- JSON
  ground text not null, -- number and name of the resolution
  revision integer not null, -- of the list that it made
  at integer not null,
  by text not null
) strict, without rowid;
create index unit_deeds_at on unit_deeds (at);

-- A place that became another one is, among the places of today, that other one only: counted in both, it was counted twice.
update unit_within set level = '' where era = 'today' and ancestor = unit
  and exists (select 1 from units u join units s on s.id = u.successors ->> 0 where u.id = unit_within.unit and json_array_length(u.successors) = 1);

-- How many targets, people and phones a place has.
create index targets_unit on targets (unit);
create index tokens_unit on tokens (unit) where revoked_at is null;
