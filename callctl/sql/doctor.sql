-- name: server
-- What the server is, whether it keeps what it accepts, and its clock.
select
    current_setting('server_version_num')::integer as version,
    current_setting('server_version') as version_text,
    current_setting('fsync') as fsync,
    current_setting('synchronous_commit') as synchronous_commit,
    extract(epoch from clock_timestamp())::float as clock;
