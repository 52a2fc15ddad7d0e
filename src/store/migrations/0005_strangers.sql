-- Public forms, filled in without signing in. Never edited, only added to.

-- How much came within an hour: for a whole form (who ''), and from one address (who: its hash under the salt of the day; the address is kept nowhere).
-- A batch that brings too much dies here, with everything in it.
create table visits (
  hour integer not null, -- since 1970
  form text not null,
  what text not null, -- steps, megabytes, sent
  who text not null,
  count integer not null,
  most integer not null,
  primary key (hour, form, what, who),
  constraint too_often check (count <= most)
) strict, without rowid;

-- Thrown away with its day: then nobody can find an address by its hash any more.
create table salts (day integer primary key, salt text not null) strict;

-- A stranger's draft is let go two days after its last change. People's ids begin lower than '~'.
create index drafts_strangers on drafts (updated_at) where author >= '~';
