-- Since when a record waits where it waits. Never edited, only added to.

alter table submissions add column since integer; -- when it came to the state it is in; null: since it was received
