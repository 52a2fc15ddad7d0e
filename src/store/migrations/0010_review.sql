-- The office's work on records. Never edited, only added to.

-- How many records lie in each heap, by form, unit and (for those that wait) the day on which they came: kept among the sums, moved in the batch that moves a record.
insert into tallies (indicator, view, dimension, unit, period, member, amount)
  select form || '.?', 'received', 'heap', unit, case state when 'received' then date(received_at / 1000 + 25200, 'unixepoch') else '' end, state, count(*)
  from submissions where form not like '%~' group by 1, 4, 5, 6;
insert into tallies (indicator, view, dimension, unit, period, member, amount)
  select form || '.?', 'received', 'heap', unit, '', 'flagged', count(*) from submissions where form not like '%~' and state = 'received' and flags is not null group by 1, 4;
insert into tallies (indicator, view, dimension, unit, period, member, amount)
  select form || '.?', 'received', 'heap', unit, '', 'conflict', count(*) from submissions where form not like '%~' and conflicts > 0 group by 1, 4;
