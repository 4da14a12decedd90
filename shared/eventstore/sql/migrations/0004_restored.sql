-- When the present history of the log began, where a restore began it.

alter table head add column restored_at timestamptz;
comment on column head.restored_at is 'since when the log goes on from a backup, under an epoch of its own; null: never';
