-- People who sign in with a name and a password: their accounts, the links by which they choose one, the second factor, their sessions.
-- Never edited, only added to.

-- Whether personal answers are shown where the role alone would not show them (admins, viewers).
alter table tokens add column personal integer not null default 0 check (personal in (0, 1));
alter table enrolments add column personal integer not null default 0 check (personal in (0, 1));

-- A session is a token that signing in made: 'day' for one working day, 'own' on a computer that is one's own. null: any other token.
-- What an account gives is copied onto its sessions, and changed there with it.
alter table tokens add column session text check (session in ('day', 'own'));
alter table tokens add column agent text; -- the browser in a few words
alter table tokens add column seen_from text; -- the network of the address it was last seen from, without its last part
create index tokens_sessions on tokens (person, last_seen) where session is not null;

create table accounts (
  person text primary key references people,
  name text not null, -- a phone number or a short name, as it is shown
  fold text not null unique, -- as it is looked for
  password text, -- scrypt with its parameters and salt (PHC string); null: not chosen yet
  password_at integer,
  role text not null check (role in ('admin', 'reviewer', 'officer', 'viewer')),
  unit text,
  forms text, -- JSON list; null: all
  personal integer not null default 0 check (personal in (0, 1)),
  factor text, -- the secret of the second factor, encrypted where the deployment has a key for it; null: none
  factor_at integer,
  next_factor text, -- the one that is being set up
  disabled_at integer,
  created_at integer not null,
  changed_at integer not null
) strict, without rowid;

-- A link on which a person chooses a password: used once, within its time. Of the code only the hash is kept.
create table invitations (
  hash text primary key,
  person text not null references accounts,
  created_at integer not null,
  expires_at integer not null,
  by text not null,
  used_at integer
) strict, without rowid;
create index invitations_person on invitations (person);

-- Somebody between the right password and the second factor. hash: of the secret in his browser's cookie.
create table sign_ins (
  hash text primary key,
  person text not null references accounts,
  session text not null check (session in ('day', 'own')),
  tries integer not null default 0 constraint too_many_tries check (tries <= 5),
  expires_at integer not null
) strict, without rowid;
create index sign_ins_person on sign_ins (person);
create index sign_ins_ended on sign_ins (expires_at);

-- A code of the second factor that was used: its thirty seconds. Nobody comes in by it again.
create table used_steps (person text not null, step integer not null, primary key (person, step)) strict, without rowid;

-- What opens once in place of the second factor, when the phone is lost. Only hashes.
create table recovery_codes (person text not null references accounts, hash text not null, used_at integer, primary key (person, hash)) strict, without rowid;
