-- What is told to other programs. The events themselves are lines of the audit, written with each record; here stands who is told, and what is still to be told.
-- Never edited, only added to.

create table webhooks (
  id text primary key,
  name text not null,
  url text not null,
  secret text not null, -- what deliveries are signed with: it cannot be a hash
  forms text not null, -- JSON list
  actions text not null, -- JSON list of the audit's actions
  sends text not null check (sends in ('state', 'answers', 'all')),
  unit text, -- null: everywhere
  by text not null,
  created_at integer not null,
  cursor integer not null, -- the last line of the audit that was looked at
  failures integer not null, -- in a row; 0: the last one was taken
  rest_until integer not null,
  last_at integer,
  last_status integer, -- 0: no answer
  last_good integer,
  stopped_at integer,
  stopped text check (stopped in ('hand', 'gone', 'silent'))
) strict, without rowid;

-- One event for one webhook, until it was taken.
create table deliveries (
  hook text not null,
  seq integer not null, -- the line of the audit
  submission text not null, -- its id: what belongs to one record goes out in order
  state text not null check (state in ('waiting', 'aside')),
  tries integer not null,
  due integer not null,
  status integer, -- of the last answer; 0: none came
  primary key (hook, seq)
) strict, without rowid;
create index deliveries_due on deliveries (hook, state, due);
create index deliveries_record on deliveries (hook, submission, seq);
