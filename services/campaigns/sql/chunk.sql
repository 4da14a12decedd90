-- name: one_snapshot
-- Everything read in this transaction is as of one moment.
set transaction isolation level repeatable read, read only;

-- name: position
-- The log's position at that moment.
select position from head;

-- name: chunks
-- How many chunks a campaign has.
select chunks from call_campaigns where campaign_id = %(campaign_id)s;

-- name: rows
-- The rows of a chunk behind the first ones, with present values of their contacts.
select
    c.call_id, c.contact_id, k.phone_number, k.priority, k.country, k.removed_at is not null as removed,
    case when k.timezone is null then k.zones else array[k.timezone] end as zones,
    k.name, k.email, k.company, k.notes, k.variables
from calls c
cross join lateral (select * from contacts where contact_id = c.contact_id offset 0) as k
where c.campaign_id = %(campaign_id)s and c.chunk = %(chunk)s and c.place > %(after)s
order by c.place;
