-- Users with a weight have that many turns for each of a user's with 1. The clock of the turns says whose is next.

alter table users add column weight integer not null default 1;
alter table users add column moment bigint not null default 0;
comment on column users.moment is 'where the clock of the turns stood at the last one; kept for ever, as last_turn is';

alter table system add column moment bigint not null default 0;
comment on column system.moment is 'the clock of the turns';
