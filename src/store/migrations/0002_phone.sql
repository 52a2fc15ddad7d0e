-- The officer's phone: enrolment, what left a list since the last visit, photos and voices, spoken questions. Never edited, only added to.

-- restored: grows when a backup was put in place, so that phones offer again what they sent. units_moved: the revision of the unit list in which
-- it last changed who lies under whom; scope_stamp: the audit number of that change. A phone that knows less takes its lists whole.
insert into settings values ('restored', 0), ('units_moved', 0), ('scope_stamp', 0);

-- A person's way onto one phone: used once, within its time. Of the code only the hash is kept.
create table enrolments (
  hash text primary key,
  person text not null references people,
  role text not null check (role in ('admin', 'reviewer', 'officer', 'viewer')),
  unit text,
  forms text, -- JSON list; null: all
  device text not null, -- the name of the phone
  created_at integer not null,
  expires_at integer not null,
  by text not null,
  token_hash text, -- of the secret that the phone made; null: not used yet
  token text
) strict, without rowid;

alter table units add column changed integer not null default 0; -- the revision of the list in which the unit last changed

-- An entry that is no longer received in a unit: it moved to another, or nothing that counts creates it any more.
create table departures (
  register text not null,
  unit text not null, -- the one that it left
  stamp integer not null,
  entry text not null,
  primary key (register, unit, stamp, entry)
) strict, without rowid;

-- What of an officer's own records changed since the last visit.
create index submissions_author_stamp on submissions (author, stamp);

-- A file that belongs to a submission, from its first piece on. The bytes are in R2: by content once whole, in parts until then.
create table media (
  submission integer not null, -- no `references`, as for changes
  name text not null,
  sha256 text not null,
  bytes integer not null,
  received integer not null, -- from the first byte on, without gap
  parts text not null, -- JSON [[key, bytes]]: where they are until the file is whole
  type text, -- what the bytes are; null: not whole yet
  kept_at integer,
  primary key (submission, name, sha256)
) strict, without rowid;

-- A question read aloud, one for each form, language and question.
create table prompts (
  form text not null,
  language text not null,
  question text not null,
  sha256 text not null,
  bytes integer not null,
  type text not null,
  at integer not null,
  by text not null,
  primary key (form, language, question)
) strict, without rowid;
