-- New versions: what is being counted anew since one was published. Never edited, only added to.

-- Kept sums whose definition changed and that are not yet counted anew over every record (or every entry) there is. A row stands until it is done, whatever
-- dies meanwhile; while it stands, its figures are shown as being recounted.
create table recounts (
  subject text primary key, -- 'form road', 'register roads'
  indicators text not null, -- JSON list of form.name
  after text not null, -- counted up to here: a submission's number, an entry's id; '': not begun
  until integer not null, -- of submissions: the last one that was there when it was published; later ones were counted by it
  changed integer not null, -- rows whose adds changed so far
  began_at integer not null,
  by text not null
) strict, without rowid;
