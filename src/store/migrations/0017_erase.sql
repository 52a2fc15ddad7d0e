-- Erasing what records tell of a person, for good. Never edited, only added to.

alter table submissions add column erased integer; -- when its personal answers were taken out; null: they were not
alter table entries add column erased text; -- JSON list of columns ('label' among them) that were taken out for good; null: none

-- Who erased what, and why; and how far that is.
create table erasures (
  submission integer primary key, -- its number
  at integer not null,
  by text not null, -- '=' where the time that the form names was over
  ground text not null check (ground in ('request', 'consent', 'purpose', 'term', 'unlawful')),
  reason text not null,
  emptied integer, -- revisions up to this one are done; null: all are
  due integer -- when what lies outside the record (files, drafts) is looked for again; null: not any more
) strict;
create index erasures_due on erasures (due) where due is not null;

-- Whether anything else has the same file.
create index media_content on media (sha256);
