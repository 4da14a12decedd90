-- name: begin
-- Opens a step; it travels with the step's first statement.
begin;

-- name: commit
-- Ends a step; it travels with the step's last statement.
commit;

-- name: commit_step
-- Ends a step; see the migration.
select * from commit_step(
    %(fence)s, %(events)s, %(checked)s, %(taken)s, %(parked)s, %(unparked)s
);

-- name: head
-- The end of the log and its leader.
select epoch, position, event_id, fence, leader from head;

-- name: stream
-- One aggregate's events in order.
select (select epoch from head) as epoch, e.* from events e where stream = %(stream)s order by version;

-- name: read
-- A page of the log behind a position: at least one event if there is one, about max_bytes at most. The bodies of
-- private types are left out and count as nothing.
select (select epoch from head) as epoch, page.*
from (
    select
        position, event_id, previous_id, stream, version, type, user_id, at, correlation_id, causation_id, traceparent,
        actor_id, credential,
        case when private then null else data end as data,
        sum(counted) over (order by position) - counted as bytes_before
    from (
        select
            e.*, e.type = any(%(private)s::text[]) as private,
            case when e.type = any(%(private)s::text[]) then 0 else e.size end as counted
        from events e where position > %(after)s order by position limit %(limit)s
    ) as rows
) as page
where bytes_before < %(max_bytes)s
order by position;

-- name: event_at
-- The id of the event at a position.
select event_id from events where position = %(position)s;

-- name: consumed
-- How far each source was applied.
select source, epoch, position, event_id from consumed;

-- name: parked
-- Messages that wait for a person, in the order in which they come back.
select source, position, stream, envelope, error, at from parked order by source, position;

-- name: journal
-- What transactions did, in the order of their commits.
select number, first, last, taken, unparked from journal where number > %(after)s order by number limit %(limit)s;

-- name: end_frozen_sessions
-- Ends sessions of this service that have let a transaction wait for their process for 2 s, in the middle of a pipeline
-- too, which idle_in_transaction_session_timeout does not see. Waits for no lock.
select pg_terminate_backend(pid)
from pg_stat_activity
where application_name = current_setting('application_name') and usename = current_user and pid <> pg_backend_pid()
    and xact_start is not null and wait_event = 'ClientRead' and query_start < clock_timestamp() - interval '2 s';

-- name: acquire
-- Takes the lease if it is free, expired or already this holder's; moves the fence. A changed cluster mints an epoch.
update head set
    fence = fence + 1,
    leader = %(holder)s,
    lease_until = clock_timestamp() + make_interval(secs => %(seconds)s),
    epoch = case
        when system_identifier = (pg_control_system()).system_identifier::text
            and timeline = (pg_control_checkpoint()).timeline_id then epoch
        else %(new_epoch)s
    end,
    restored_at = case
        when system_identifier = (pg_control_system()).system_identifier::text
            and timeline = (pg_control_checkpoint()).timeline_id then restored_at
        else clock_timestamp()
    end,
    system_identifier = (pg_control_system()).system_identifier::text,
    timeline = (pg_control_checkpoint()).timeline_id
where lease_until < clock_timestamp() or leader = %(holder)s
returning fence;

-- name: renew
-- Keeps the lease while its fence stands.
update head set lease_until = clock_timestamp() + make_interval(secs => %(seconds)s) where fence = %(fence)s
returning fence;

-- name: release
-- Gives the lease back; the fence moves so that nothing of this leadership can commit any more.
update head set lease_until = '-infinity', leader = null, fence = fence + 1 where fence = %(fence)s;

-- name: published
-- The relay's checkpoint.
select position from relay;

-- name: checkpoint
-- Moves the relay's checkpoint, which never goes back, without waiting for the disk.
update relay set position = greatest(position, %(position)s) from set_config('synchronous_commit', 'off', true);
