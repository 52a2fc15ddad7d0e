-- The author's desk: one working copy of a form's source, kept while it is written, until it is published or thrown away.
create table form_drafts (
  form text primary key,
  base integer not null, -- the published version that it goes on from; 0: none
  revision integer not null, -- grows with every save: who saves names the one that he saw
  title text not null,
  files text not null, -- JSON path → text
  by text not null,
  at integer not null
) strict, without rowid;
