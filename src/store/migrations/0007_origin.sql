-- Where a version came from: 'shipped', the folder forms/ of the code; null: an author. A server that starts again puts only its own ones anew.
alter table versions add column origin text;

-- Links that were made and not used yet.
create index enrolments_waiting on enrolments (expires_at) where token is null;
