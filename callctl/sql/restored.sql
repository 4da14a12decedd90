-- name: lock_head
-- Where a log ends, kept from moving; when its last event was recorded.
select h.position, (select e.at from {schema}.events e order by e.position desc limit 1) as last_at
from {schema}.head h for update of h;

-- name: begin_history
-- The log goes on under an epoch of its own; whoever leads begins anew.
update {schema}.head set
    epoch = %(epoch)s, restored_at = clock_timestamp(), fence = fence + 1, leader = null, lease_until = '-infinity';

-- name: consumed
-- How far a service has applied its sources.
select source, position, event_id from {schema}.consumed where position > 0 for update;

-- name: event_at
-- The event at a position of a log.
select event_id from {schema}.events where position = %(position)s;

-- name: follow
-- A service goes on reading a source in the source's new history.
update {schema}.consumed set epoch = %(epoch)s where source = %(source)s;
