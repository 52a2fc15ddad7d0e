-- Who left, and what the service used, day by day. Never edited, only added to.

alter table people add column left_at integer; -- everything of theirs was ended; their records stay under their name

-- What was used on a day (of Vietnam), by what it was for: 'receive' sealed records coming in, 'look' everything else. A row a day and sort: nobody is counted in it.
create table usage (
  day text not null,
  what text not null check (what in ('receive', 'look')),
  requests integer not null,
  submissions integer not null, -- kept as new
  rows_read integer not null,
  rows_written integer not null,
  queries integer not null,
  file_reads integer not null, -- operations of R2 that read (class B)
  file_writes integer not null, -- and that write or list (class A)
  file_bytes integer not null, -- written
  database_bytes integer not null, -- the size last told
  primary key (day, what)
) strict, without rowid;
