-- name: server_state
-- The database's clock, and whether it keeps what it says it has committed.
select
    extract(epoch from clock_timestamp())::float8 as clock,
    current_setting('fsync') as fsync,
    current_setting('synchronous_commit') as synchronous_commit;
