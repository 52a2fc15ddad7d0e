-- A photo that came with what its camera wrote beside the light: place, owner, device. Phones and plain pages take that off; other programs may not.
alter table media add column metadata integer not null default 0;
