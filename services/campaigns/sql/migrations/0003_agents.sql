-- What holds of an agent has a revision, as a campaign has: it makes the ETag.

alter table agents add column revision integer not null default 1;
