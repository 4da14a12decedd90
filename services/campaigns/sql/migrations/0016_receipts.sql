-- Files that were received and answered with 202: kept until they are accepted or refused, so that any process can go on
-- with one whose process died. Records beside the log.

alter table uploads add column request jsonb;
alter table uploads add column held_until timestamptz;
alter table uploads add column tries integer not null default 0;
comment on column uploads.request is 'what was asked, and by whom, while the file is kept; null where nobody but the sender could go on';
comment on column uploads.held_until is 'until when a living process sees to it';
create index uploads_to_go_on_with on uploads (held_until) where request is not null;

create table upload_files (
    import_id uuid not null,
    part integer not null,
    bytes bytea not null,
    primary key (import_id, part)
);
alter table upload_files alter column bytes set storage external;
comment on table upload_files is 'the files that uploads.request goes with, in parts of at most 1 MiB, each compressed with zlib';
