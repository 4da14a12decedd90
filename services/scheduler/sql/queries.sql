-- What decisions and answers read.

-- name: calls_by_id
-- Calls as they stand; those of a closed campaign that were in their place are settled.
select
    c.call_id, c.campaign_id, c.contact_id, c.user_id, c.phone_number, c.zone, q.status, q.outcome, c.reason,
    c.attempt_id, c.request_number, c.setbacks, q.waits_until,
    case when q.capped then c.waits_under end as waits_under, q.settled_at
from calls c join call_queue q using (call_id)
where c.call_id = any(%(calls)s)

-- name: attempts_of_calls
-- What is known of the attempts of calls, and whether they hold a slot.
select a.*, s.attempt_id is not null as slot
from attempts a left join slots s using (attempt_id)
where a.call_id = any(%(calls)s)
order by a.since, a.attempt_id

-- name: circumstances_of_calls
-- What the fate of calls depends on besides their facts.
select
    c.call_id, g.settings::text as settings, g.closed,
    exists (select 1 from removed_contacts r where r.contact_id = c.contact_id) as removed,
    exists (
        select 1 from do_not_call d
        where d.phone_number = c.phone_number and (d.scope = 'system' or d.user_id = c.user_id)
    ) as blocked,
    coalesce((select c.country <> all(u.allowed_countries) from users u where u.user_id = c.user_id), false)
        as not_allowed
from calls c join campaigns g using (campaign_id)
where c.call_id = any(%(calls)s)

-- name: calls_of_contacts
-- Calls of contacts that are in their place in campaigns that are not closed.
select c.call_id from calls c join campaigns g using (campaign_id)
where c.contact_id = any(%(contacts)s) and c.status in ('queued', 'waiting_retry') and g.closed is null
order by c.call_id

-- name: system
-- Limits for everybody, and whether dialling is possible.
select * from system

-- name: all_users
-- Who there is, in the order in which they are read.
select user_id from users order by user_id

-- name: users
-- Limit and last turn of users.
select * from users where user_id = any(%(users)s::uuid[])

-- name: unfinished_campaigns
-- Campaigns of which something may still come.
select campaign_id from campaigns
where (state <> 'completed' and closed is null)
    or settled <> total
    or (upload_closed and drained is distinct from settled)
order by campaign_id

-- name: campaigns
-- Campaigns with the agent they call with, and when the first of their waiting calls is due.
select
    c.campaign_id, c.user_id, c.agent_id, c.settings::text as settings, c.next_action, c.state, c.trouble, c.opened,
    c.upload_closed, c.total, c.dialling + c.in_call + c.awaiting_result as "out", c.settled, c.closed, c.drained,
    a.from_phone_numbers, a.agent_id is null or a.removed as agent_missing,
    case when c.closed is null then (
        select w.waits_until from calls w
        where w.campaign_id = c.campaign_id and w.waits_until is not null order by w.waits_until limit 1
    ) end as next_wait
from campaigns c left join agents a using (agent_id)
where c.campaign_id = any(%(campaigns)s::uuid[])

-- name: lanes
-- The lanes of campaigns with their first call that may go, if they have one.
select l.campaign_id, l.zone, l.last_turn, h.priority, h.place
from lanes l
join campaigns c using (campaign_id)
left join lateral (
    (
        select r.priority, r.place from calls r
        where l.zone = '*' and r.campaign_id = l.campaign_id
            and r.status = 'queued' and r.waits_for is null and r.waits_until is null
        order by r.priority desc, r.place limit 1
    )
    union all
    (
        select r.priority, r.place from calls r
        where l.zone <> '*' and r.campaign_id = l.campaign_id and r.zone = l.zone
            and r.status = 'queued' and r.waits_for is null and r.waits_until is null
        order by r.priority desc, r.place limit 1
    )
) h on c.closed is null
where l.campaign_id = any(%(campaigns)s::uuid[]) and (l.zone <> '*') = c.by_contact_zone

-- name: heads
-- The first calls that may go of each lane asked for, with why one is not to be called at all, and when the last call
-- but as many as a cap allows was made to its number: by its user, and by anybody. With all that a request to dial says,
-- and the attempts that the next one must not be taken for.
select
    l.n, h.call_id, h.phone_number, h.priority, h.place,
    h.campaign_id, h.contact_id, h.user_id, h.zone, h.request_number, h.user_data, h.reason, h.attempt_id, h.setbacks,
    array(select a.attempt_id from attempts a where a.call_id = h.call_id) as attempts,
    exists (select 1 from removed_contacts r where r.contact_id = h.contact_id) as removed,
    exists (
        select 1 from do_not_call d
        where d.phone_number = h.phone_number and (d.scope = 'system' or d.user_id = h.user_id)
    ) as blocked,
    coalesce((select h.country <> all(u.allowed_countries) from users u where u.user_id = h.user_id), false)
        as not_allowed,
    case when l.cap is not null then (
        select coalesce(a.placed_at, a.since + %(longest_request)s) from attempts a
        where a.phone_number = h.phone_number and a.user_id = h.user_id and a.failure is null and not a.stopped
        order by a.since desc offset l.cap - 1 limit 1
    ) end as called_by_user,
    case when %(system_cap)s::integer is not null then (
        select coalesce(a.placed_at, a.since + %(longest_request)s) from attempts a
        where a.phone_number = h.phone_number and a.failure is null and not a.stopped
        order by a.since desc offset %(system_cap)s::integer - 1 limit 1
    ) end as called_by_anybody
from unnest(%(campaigns)s::uuid[], %(zones)s::text[], %(caps)s::integer[])
    with ordinality as l (campaign_id, zone, cap, n)
cross join lateral (
    (
        select r.* from calls r
        where l.zone = '*' and r.campaign_id = l.campaign_id
            and r.status = 'queued' and r.waits_for is null and r.waits_until is null
            and r.contact_id <> all(%(held)s::uuid[]) and r.call_id <> all(%(held)s::uuid[])
        order by r.priority desc, r.place limit %(at_most)s
    )
    union all
    (
        select r.* from calls r
        where l.zone <> '*' and r.campaign_id = l.campaign_id and r.zone = l.zone
            and r.status = 'queued' and r.waits_for is null and r.waits_until is null
            and r.contact_id <> all(%(held)s::uuid[]) and r.call_id <> all(%(held)s::uuid[])
        order by r.priority desc, r.place limit %(at_most)s
    )
) h
order by l.n, h.priority desc, h.place

-- name: calls_made_lately
-- When the latest calls of campaigns were made: those not yet placed at the latest moment at which they may be.
select a.campaign_id, coalesce(a.placed_at, a.since + %(longest_request)s) as at
from attempts a
where a.campaign_id = any(%(campaigns)s) and a.since > %(since)s and a.failure is null and not a.stopped

-- name: calls_under_other_caps
-- Calls that wait for caps that are not in force any more.
select w.campaign_id, w.user_id, w.call_id
from unnest(%(campaigns)s::uuid[], %(caps)s::text[]) as g (campaign_id, caps)
cross join lateral (
    (
        select c.campaign_id, c.user_id, c.call_id from calls c
        where c.campaign_id = g.campaign_id and c.waits_under < g.caps limit %(at_most)s
    )
    union all
    (
        select c.campaign_id, c.user_id, c.call_id from calls c
        where c.campaign_id = g.campaign_id and c.waits_under > g.caps limit %(at_most)s
    )
) w
order by w.campaign_id, w.call_id limit %(at_most)s

-- name: calls_to_skip
-- All that a skip says of a call.
select call_id, campaign_id, contact_id, user_id from calls where call_id = any(%(calls)s)

-- name: live
-- The slots held, by user and campaign.
select
    s.user_id, s.campaign_id, count(*) as slots,
    count(*) filter (where s.awaited = 'placing') as requested,
    count(*) filter (where s.turn > y.dialling_resumed_turn) as since_resumed
from slots s cross join system y
group by s.user_id, s.campaign_id

-- name: calls_due
-- Calls whose time has come, the longest waiting first.
select w.campaign_id, w.user_id, w.call_id
from unnest(%(campaigns)s::uuid[]) as g (campaign_id)
cross join lateral (
    select c.campaign_id, c.user_id, c.call_id, c.waits_until from calls c
    where c.campaign_id = g.campaign_id and c.waits_until <= %(now)s
    order by c.waits_until, c.call_id limit %(at_most)s
) w
order by w.waits_until, w.call_id limit %(at_most)s

-- name: calls_without_result
-- Calls whose line was free by then and whose result has not come.
select call_id from calls where awaiting_since <= %(by)s order by awaiting_since, call_id limit %(at_most)s

-- name: next_result_awaited_since
-- Since when the longest awaited result is awaited that is not overdue yet.
select min(c.awaiting_since) as at from calls c where c.awaiting_since > %(by)s

-- name: chunks_to_fetch
-- The next chunks of each user that are not yet in the queue: everybody's first, then everybody's second …
select c.user_id, c.campaign_id, c.chunk, c.fetched
from (select distinct user_id from chunks where not complete) as u
cross join lateral (
    select user_id, campaign_id, chunk, fetched, row_number() over (order by arrived) as nth
    from (
        select * from chunks where user_id = u.user_id and not complete order by arrived limit %(each)s
    ) as first_of_all
) as c
order by c.nth, c.user_id

-- name: chunk
-- How far a chunk is fetched.
select fetched, complete from chunks where campaign_id = %(campaign_id)s and chunk = %(chunk)s

-- name: call
-- A call with what stands in its way.
select
    q.*, g.by_contact_zone,
    exists (select 1 from removed_contacts r where r.contact_id = q.contact_id) as removed,
    exists (
        select 1 from do_not_call d
        where d.phone_number = q.phone_number and (d.scope = 'system' or d.user_id = q.user_id)
    ) as blocked,
    (select s.awaited from slots s where s.attempt_id = q.attempt_id) as awaited
from call_queue q join campaigns g using (campaign_id)
where q.call_id = %(call_id)s

-- name: queue_statistics
-- Calls by status, of one user or of all.
select
    coalesce(sum(total - dialling - in_call - awaiting_result - waiting_retry - settled), 0)::bigint as queued,
    coalesce(sum(dialling), 0)::bigint as dialling, coalesce(sum(in_call), 0)::bigint as in_call,
    coalesce(sum(awaiting_result), 0)::bigint as awaiting_result,
    coalesce(sum(waiting_retry), 0)::bigint as waiting_retry, coalesce(sum(settled), 0)::bigint as settled
from campaigns where %(user_id)s::uuid is null or user_id = %(user_id)s

-- name: queued_in
-- How many calls are queued in campaigns.
select coalesce(sum(total - dialling - in_call - awaiting_result - waiting_retry - settled), 0)::bigint as queued
from campaigns where campaign_id = any(%(campaigns)s)

-- name: slots
-- Limits in force and slots held, of all and of one user.
select
    case when y.concurrent_calls_limit is not null then least(y.concurrent_calls_limit, y.provider_limit) end
        as system_limit,
    (select count(*) from slots) as system_active,
    (select u.concurrent_calls_limit from users u where u.user_id = %(user_id)s) as user_limit,
    (select count(*) from slots s where s.user_id = %(user_id)s) as user_active
from system y

-- name: held_slots
-- Slots held, of one user or of all, the longest held first.
select s.attempt_id, s.call_id, s.campaign_id, s.user_id, s.since, s.awaited, s.turn = 0 as booked
from slots s
where %(user_id)s::uuid is null or s.user_id = %(user_id)s
order by s.since, s.attempt_id limit %(limit)s

-- name: attempt
-- Whether an attempt holds a slot, and whether it was released by hand.
select a.call_id, a.released, s.attempt_id is not null as slot
from attempts a left join slots s using (attempt_id)
where a.attempt_id = %(attempt_id)s

-- name: removed_contacts
-- Which of these contacts (comma-separated) are gone.
select contact_id from removed_contacts where contact_id = any(string_to_array(%(contacts)s, ',')::uuid[])

-- name: campaign_state
-- What its owner has made of a campaign.
select state from campaigns where campaign_id = %(campaign_id)s

-- name: next_wait
-- When the first waiting call of a campaign is due, and whether it waits for a frequency cap.
select c.waits_until, c.waits_under is not null as capped from calls c
where c.campaign_id = %(campaign_id)s and c.waits_until is not null
order by c.waits_until limit 1

-- name: blocked_numbers
-- Which of these numbers (comma-separated) are on a do-not-call list that binds a user.
select n.phone_number from unnest(string_to_array(%(numbers)s, ',')) as n (phone_number)
where exists (
    select from do_not_call d
    where d.phone_number = n.phone_number and (d.scope = 'system' or d.user_id = %(user_id)s)
)
