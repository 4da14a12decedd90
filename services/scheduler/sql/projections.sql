-- Writes of projections, which know nothing but events.

-- name: set_system_limit
-- An admin's limit for all calls live at once.
update system set concurrent_calls_limit = %(limit)s

-- name: set_provider_limit
-- What the provider allows the account.
update system set provider_limit = %(limit)s

-- name: stop_dialling
-- No turns are given from here on.
update system set dialling_stopped = %(reason)s, dialling_bound = null

-- name: resume_dialling
-- Turns are given again, no more than the bound at a time where there is one.
update system set dialling_stopped = null, dialling_bound = %(bound)s, dialling_resumed_turn = turn

-- name: register_user
-- A user's first row; said twice is the same as once.
insert into users (user_id, concurrent_calls_limit, allowed_countries)
values (%(user_id)s, %(limit)s, %(allowed_countries)s) on conflict (user_id) do nothing

-- name: set_user_limit
-- How many calls of a user may be live at once.
update users set concurrent_calls_limit = %(limit)s, weight = coalesce(%(weight)s, weight) where user_id = %(user_id)s

-- name: set_allowed_countries
-- Into which countries a user's calls may go; null leaves it as it is.
update users set allowed_countries = coalesce(%(allowed_countries)s::text[], allowed_countries)
where user_id = %(user_id)s

-- name: set_user_suspended
-- Whether new calls of a user may start.
update users set suspended = %(suspended)s where user_id = %(user_id)s

-- name: put_agent
-- An agent with its numbers, as they are from now on.
insert into agents (agent_id, user_id, from_phone_numbers) values (%(agent_id)s, %(user_id)s, %(numbers)s)
on conflict (agent_id) do update set from_phone_numbers = excluded.from_phone_numbers, removed = false

-- name: remove_agent
-- Nothing is dialled with it any more.
update agents set removed = true where agent_id = %(agent_id)s

-- name: see_to_agent
-- An agent has changed: its campaigns may try again.
update campaigns set trouble = null where agent_id = %(agent_id)s and state in ('draft', 'running', 'paused')
returning campaign_id

-- name: create_campaign
-- A campaign and the lane it has while it goes by its own zone.
with created as (
    insert into campaigns (
        campaign_id, user_id, agent_id, next_action, settings, by_contact_zone, max_concurrent_calls
    )
    values (
        %(campaign_id)s, %(user_id)s, %(agent_id)s, %(next_action)s, %(settings)s, %(by_contact_zone)s,
        %(max_concurrent_calls)s
    )
    on conflict (campaign_id) do nothing
    returning campaign_id
)
insert into lanes (campaign_id, zone) select campaign_id, '*' from created on conflict (campaign_id, zone) do nothing

-- name: update_campaign
-- What holds from now on for all that is not yet out.
update campaigns set
    agent_id = %(agent_id)s, next_action = %(next_action)s, settings = %(settings)s,
    by_contact_zone = %(by_contact_zone)s, max_concurrent_calls = %(max_concurrent_calls)s, trouble = null
where campaign_id = %(campaign_id)s

-- name: set_campaign_state
-- What was made of a campaign, and why where it was not its owner; what was said of it before is said again when it runs.
update campaigns set state = %(state)s, trouble = %(trouble)s, drained = null where campaign_id = %(campaign_id)s

-- name: delete_campaign
-- A draft that is deleted will never call: as good as cancelled.
update campaigns set state = 'cancelled' where campaign_id = %(campaign_id)s and state = 'draft'

-- name: queue_chunk
-- A chunk to be fetched; its calls count as queued from here on.
with arrived as (
    insert into chunks (campaign_id, chunk, user_id, total, complete, arrived)
    select %(campaign_id)s, %(chunk)s, %(user_id)s, %(count)s, %(count)s = 0 or c.closed is not null, %(arrived)s
    from campaigns c where c.campaign_id = %(campaign_id)s
    on conflict (campaign_id, chunk) do nothing
    returning total
)
update campaigns set
    total = campaigns.total + coalesce((select arrived.total from arrived), 0),
    upload_closed = %(last)s,
    drained = null
where campaign_id = %(campaign_id)s

-- name: insert_calls
-- A page of a chunk behind a place, in one statement, with the lane of each row; a call that is there already stays as
-- it is.
insert into calls (
    call_id, campaign_id, contact_id, user_id, phone_number, country, zone, priority, place, waits_for, as_of, user_data,
    queued_at
)
select
    t.call_id, %(campaign_id)s, t.contact_id, %(user_id)s, t.phone_number, t.country, t.zone, t.priority, %(place)s + t.nth,
    s.attempt_id, %(as_of)s, t.user_data, %(at)s
from rows from (
    jsonb_to_recordset(%(rows)s::jsonb) as (
        call_id uuid, contact_id uuid, phone_number text, country text, priority integer, user_data jsonb
    ),
    jsonb_array_elements_text(%(zones)s::jsonb)
) with ordinality as t (call_id, contact_id, phone_number, country, priority, user_data, zone, nth)
left join (
    select distinct on (phone_number) phone_number, attempt_id
    from slots where phone_number is not null order by phone_number, attempt_id
) as s on s.phone_number = t.phone_number
on conflict (call_id) do nothing

-- name: insert_lanes
-- The lanes of the zones that a page brought.
insert into lanes (campaign_id, zone) select %(campaign_id)s, unnest(%(zones)s::text[])
on conflict (campaign_id, zone) do nothing

-- name: advance_chunk
-- How much of a chunk is in the queue.
update chunks set fetched = greatest(fetched, %(fetched)s), complete = complete or %(complete)s
where campaign_id = %(campaign_id)s and chunk = %(chunk)s

-- name: calls_with_facts
-- Which of these calls (comma-separated) had facts told of them before their rows came.
select distinct call_id from attempts where call_id = any(string_to_array(%(calls)s, ',')::uuid[])

-- name: update_contact
-- What is told of a contact from now on, for its calls that are not settled, unless their rows are newer than the news.
-- One that is out goes on as it was dialled: what holds of its attempt and slot stands there.
-- A wait for the cap on another number is over.
with old as (
    select call_id, phone_number from calls
    where contact_id = %(contact_id)s and status <> 'settled' and as_of < %(position)s
)
update calls c set
    phone_number = %(phone_number)s, country = %(country)s, zone = %(zone)s, priority = %(priority)s,
    user_data = coalesce(%(user_data)s::jsonb, c.user_data), as_of = %(position)s,
    waits_until = case when c.waits_under is null or c.phone_number = %(phone_number)s then c.waits_until end,
    waits_under = case when c.phone_number = %(phone_number)s then c.waits_under end
from old where c.call_id = old.call_id
returning c.campaign_id, old.phone_number

-- name: insert_lane_of_campaigns
-- A zone's lane in several campaigns.
insert into lanes (campaign_id, zone) select unnest(%(campaigns)s::uuid[]), %(zone)s
on conflict (campaign_id, zone) do nothing

-- name: remove_contact
-- The tombstone of a contact.
insert into removed_contacts (contact_id) values (%(contact_id)s) on conflict (contact_id) do nothing

-- name: block_numbers
-- Puts numbers on do-not-call lists.
insert into do_not_call (scope, user_id, phone_number)
select distinct scope, user_id, phone_number
from jsonb_to_recordset(%(entries)s::jsonb) as t (scope text, user_id uuid, phone_number text)
on conflict (phone_number, scope, user_id) do nothing

-- name: unblock_numbers
-- Takes numbers off do-not-call lists.
delete from do_not_call d
using jsonb_to_recordset(%(entries)s::jsonb) as t (scope text, user_id uuid, phone_number text)
where d.phone_number = t.phone_number and d.scope = t.scope and d.user_id = t.user_id

-- name: open_campaign
-- Its first lane has opened.
update campaigns set opened = true where campaign_id = %(campaign_id)s

-- name: close_campaign
-- All its calls that are not out are settled at once; their rows need not be touched.
update campaigns set
    closed = %(outcome)s, closed_at = coalesce(closed_at, %(at)s), settled = settled + %(count)s, waiting_retry = 0
where campaign_id = %(campaign_id)s

-- name: close_chunks
-- What was not fetched of a closed campaign is not fetched any more.
update chunks set complete = true where campaign_id = %(campaign_id)s and not complete

-- name: drain_campaign
-- How many were said to be settled.
update campaigns set drained = %(settled)s where campaign_id = %(campaign_id)s

-- name: trouble_campaign
-- Its agent or settings kept a call from being placed: it waits until somebody has seen to it.
update campaigns set trouble = %(reason)s where campaign_id = %(campaign_id)s and state = 'running'

-- name: save_calls
-- Calls as their events have made them. The limit tells the planner how few they are: each is looked up by its key.
update calls c set
    status = t.status, outcome = t.outcome, reason = t.reason, attempts = t.attempts,
    request_number = t.request_number, attempt_id = t.attempt_id, setbacks = t.setbacks, waits_until = t.waits_until,
    waits_under = t.waits_under, awaiting_since = t.awaiting_since, settled_at = t.settled_at
from (
    select * from jsonb_to_recordset(%(rows)s::jsonb) as r (
        call_id uuid, status text, outcome text, reason text, attempts integer, request_number integer,
        attempt_id uuid, setbacks integer, waits_until timestamptz, waits_under text, awaiting_since timestamptz,
        settled_at timestamptz
    ) limit %(count)s
) t
where c.call_id = t.call_id

-- name: save_attempts
-- Attempts as the facts have made them.
insert into attempts (
    attempt_id, call_id, campaign_id, user_id, since, phone_number, placed, answered, unknown, stopped, ended_at,
    failure, scope, outcome, released, decided, placed_at
)
select
    attempt_id, call_id, campaign_id, user_id, since, phone_number, placed, answered, unknown, stopped, ended_at,
    failure, scope, outcome, released, decided, placed_at
from jsonb_to_recordset(%(rows)s::jsonb) as t (
    attempt_id uuid, call_id uuid, campaign_id uuid, user_id uuid, since timestamptz, phone_number text,
    placed boolean, answered boolean, unknown boolean, stopped boolean, ended_at timestamptz, failure text, scope text,
    outcome text, released boolean, decided boolean, placed_at timestamptz
)
on conflict (attempt_id) do update set
    phone_number = excluded.phone_number, placed = excluded.placed, answered = excluded.answered,
    unknown = excluded.unknown, stopped = excluded.stopped, ended_at = excluded.ended_at, failure = excluded.failure,
    scope = excluded.scope, outcome = excluded.outcome, released = excluded.released, decided = excluded.decided,
    placed_at = excluded.placed_at

-- name: take_slots
-- Slots for requests to dial, or an error whose constraint names the limit that would be exceeded.
select take_slots(%(slots)s::jsonb)

-- name: count_turns
-- Numbers the turns of these calls, in their order, and notes them for their users and lanes. The lists are
-- comma-separated, so that the planner knows how long they are and looks users and lanes up by their keys.
with given as (
    select t.n, t.user_id, t.campaign_id, t.zone, t.moment
    from unnest(
        string_to_array(%(users)s, ',')::uuid[], string_to_array(%(campaigns)s, ',')::uuid[], %(zones)s::text[],
        %(moments)s::bigint[]
    ) with ordinality as t (user_id, campaign_id, zone, moment, n)
),
before as (select turn, moment from system),
of_users as (
    update users u set last_turn = before.turn + g.n, moment = coalesce(g.moment, before.moment)
    from (select user_id, max(n) as n, max(moment) as moment from given group by user_id) g, before
    where u.user_id = g.user_id
),
of_lanes as (
    update lanes l set last_turn = before.turn + g.n
    from (
        select campaign_id, zone, max(n) as n
        from (select campaign_id, zone, n from given union all select campaign_id, '*', n from given) both_lanes
        group by campaign_id, zone
    ) g, before
    where l.campaign_id = g.campaign_id and l.zone = g.zone
)
update system set
    turn = turn + (select count(*) from given), moment = greatest(moment, (select max(g.moment) from given g))

-- name: put_slots
-- Slots of calls that are live by what was heard of them, whatever the limits; and what each is held for.
insert into slots (attempt_id, call_id, user_id, campaign_id, phone_number, since, awaited)
select attempt_id, call_id, user_id, campaign_id, phone_number, since, awaited
from jsonb_to_recordset(%(slots)s::jsonb) as t (
    attempt_id uuid, call_id uuid, user_id uuid, campaign_id uuid, phone_number text, since timestamptz, awaited text
)
on conflict (attempt_id) do update set awaited = excluded.awaited

-- name: free_slots
-- Gives slots back; one that is not held is no matter.
delete from slots where attempt_id = any(%(attempts)s)

-- name: hold_numbers
-- Lets calls in their place wait for the attempt that has their number in use, or wait no longer.
update calls c set waits_for = u.attempt_id
from (
    select n.phone_number, (
        select s.attempt_id from slots s where s.phone_number = n.phone_number order by s.attempt_id limit 1
    ) as attempt_id
    from unnest(%(numbers)s::text[]) as n (phone_number)
) u
where c.phone_number = u.phone_number and c.status in ('queued', 'waiting_retry')
    and c.waits_for is distinct from u.attempt_id
returning c.campaign_id

-- name: count_calls
-- Moves a campaign's calls between its counts.
update campaigns c set
    dialling = c.dialling + t.dialling, in_call = c.in_call + t.in_call,
    awaiting_result = c.awaiting_result + t.awaiting_result, waiting_retry = c.waiting_retry + t.waiting_retry,
    settled = c.settled + t.settled
from (
    select * from jsonb_to_recordset(%(rows)s::jsonb) as r (
        campaign_id uuid, dialling integer, in_call integer, awaiting_result integer, waiting_retry integer,
        settled integer
    ) limit %(count)s
) t
where c.campaign_id = t.campaign_id
