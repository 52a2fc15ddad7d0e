-- The core: forms, units, people, what was sent, what it made of registers, what it adds up to. Never edited, only added to.
-- Times are milliseconds since 1970 UTC; days 'YYYY-MM-DD'. JSON is text. `stamp` is the audit number of the last write: what a guard compares.

create table settings (key text primary key, value integer not null) strict, without rowid;
insert into settings values ('epoch', 1), ('units_revision', 0);

-- A raced batch dies here: its first statement inserts 0 when what was decided on no longer holds.
create table guards (holds integer not null constraint moved check (holds = 1)) strict;

create table forms (
  id text primary key,
  version integer not null,
  state text not null check (state in ('open', 'closed')),
  title text not null,
  offers text not null, -- {registers: {register: {column: holds}}, indicators: [name]}: what other forms may refer to
  published_at integer not null
) strict, without rowid;

create table versions (
  form text not null,
  version integer not null,
  hash text not null,
  compiled text not null,
  examples text not null,
  published_at integer not null,
  by text not null,
  unique (form, version)
) strict;

create table sources (form text not null, version integer not null, source text not null, unique (form, version)) strict;

create table units (
  id text primary key,
  level text not null,
  name text not null,
  full_name text not null,
  fold text not null,
  code text,
  parent text,
  valid_from text,
  valid_to text,
  successors text not null,
  extra_parents text -- JSON list or null: ancestors that are kept for comparison only, such as an abolished district
) strict, without rowid;

-- Who lies under whom, each unit under itself too. Era 'then': by the parents recorded; 'today': through successors to what is valid now.
create table unit_within (
  era text not null check (era in ('then', 'today')),
  ancestor text not null,
  unit text not null,
  level text not null, -- the ancestor's
  primary key (era, ancestor, unit)
) strict, without rowid;
create index unit_within_unit on unit_within (era, unit, level, ancestor);

create table people (id text primary key, name text not null, created_at integer not null) strict, without rowid;

create table devices (id text primary key, person text not null references people, name text not null, created_at integer not null) strict, without rowid;

create table tokens (
  id text primary key,
  hash text not null unique,
  person text not null references people,
  device text references devices,
  role text not null check (role in ('admin', 'reviewer', 'officer', 'viewer')),
  unit text,
  forms text, -- JSON list; null: all
  created_at integer not null,
  expires_at integer,
  revoked_at integer,
  last_seen integer not null
) strict, without rowid;
create index tokens_person on tokens (person);

create table submissions (
  seq integer primary key,
  id text not null unique,
  form text not null,
  version integer not null,
  revision integer not null, -- the current one: what a correction must name as its base
  state text not null, -- of the current revision
  unit text not null,
  day text not null,
  author text not null,
  label text not null,
  fold text not null,
  flags text,
  conflicts integer not null,
  counts_received integer not null, -- the revision that counts in each view; 0: none
  counts_approved integer not null,
  adds_received text, -- what it adds to each view's sums; null: nothing
  adds_approved text,
  touches text, -- [[register, entry]]: entries with a change by this submission
  received_at integer not null,
  stamp integer not null
) strict;
create index submissions_form on submissions (form);
create index submissions_form_unit on submissions (form, unit);
create index submissions_author on submissions (author);

create table revisions (
  submission integer not null references submissions,
  revision integer not null,
  state text not null,
  base integer not null, -- 0: none
  hash text not null,
  author text not null,
  device text,
  received_at integer not null,
  body text not null, -- canonical JSON without sha256: the one copy of the answers
  problems text,
  flags text,
  reviewer text,
  reviewed_at integer,
  comment text,
  question text,
  unique (submission, revision)
) strict;

-- What one submission does to one entry, in each view.
create table changes (
  register text not null,
  entry text not null,
  submission integer not null, -- no `references`: without an index of its own, every write of a submission would walk this table to check it
  received text,
  approved text,
  primary key (register, entry, submission)
) strict, without rowid;

create table entries (
  register text not null,
  id text not null,
  unit text not null,
  label text not null,
  fold text not null,
  revision integer not null,
  received text, -- the projection in each view; null: does not exist there
  approved text,
  adds_received text,
  adds_approved text,
  stamp integer not null,
  primary key (register, id)
) strict, without rowid;
create index entries_unit on entries (register, unit, stamp);

create table tallies (
  indicator text not null, -- form.name; '~' behind it: the part that is an estimate; '#': how many an average is of
  view text not null,
  dimension text not null, -- '' for the total
  unit text not null,
  period text not null, -- 'YYYY-MM', 'YYYY-MM-DD', '' for a stock
  member text not null,
  amount integer not null,
  primary key (indicator, view, dimension, unit, period, member)
) strict, without rowid;

create table drafts (
  id text primary key,
  form text not null,
  version integer not null,
  author text not null,
  answers text not null,
  updated_at integer not null
) strict, without rowid;
create index drafts_author on drafts (author, updated_at);

create table audit (
  seq integer primary key,
  at integer not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail text
) strict;
create index audit_subject on audit (subject);
