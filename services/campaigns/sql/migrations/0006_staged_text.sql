-- Rows that wait to be queued are kept as the text that they arrived as: nobody looks into them but the leader, once.

alter table import_chunks alter column rows type text using rows::text;
alter table import_chunks alter column rows set storage external;
comment on table import_chunks is 'rows of an accepted or arriving file as JSON, at most 1,000 and 400 KB a chunk; gone once queued';
