-- name: user
-- One user.
select user_id as id, name, email, role, concurrent_calls_limit, weight, timezone, default_country, allowed_countries,
    suspended_at is not null as suspended, created_at
from users where user_id = %(user_id)s;

-- name: slots
-- Limits, and calls that hold a slot by the read model: dialling or in a call.
select
    u.concurrent_calls_limit as user_limit,
    coalesce((
        select sum(dialling + in_call) from campaign_counters where user_id = u.user_id
    ), 0)::integer as user_active,
    coalesce((select system_concurrent_calls_limit from settings), 0) as system_limit,
    coalesce((select sum(dialling + in_call) from campaign_counters), 0)::integer as system_active
from users u where u.user_id = %(user_id)s;

-- name: queue
-- How many of a user's calls stand where.
select
    coalesce(sum(queued), 0)::integer as queued,
    coalesce(sum(dialling), 0)::integer as dialling,
    coalesce(sum(in_call), 0)::integer as in_call,
    coalesce(sum(awaiting_result), 0)::integer as awaiting_result,
    coalesce(sum(waiting_retry), 0)::integer as waiting_retry
from campaign_counters where user_id = %(user_id)s;

-- name: campaigns
-- A page of a user's campaigns, newest first; one of them alone where its id is given, or those of some ids.
with page as materialized (
    select c.* from call_campaigns c
    where c.user_id = %(user_id)s and c.deleted_at is null
        and (%(campaign_id)s::uuid is not null or not c.hidden)
        and (%(campaign_id)s::uuid is null or c.campaign_id = %(campaign_id)s)
        and (%(campaign_ids)s::uuid[] is null or c.campaign_id = any(%(campaign_ids)s))
        and (%(status)s::text is null or c.status = %(status)s)
        and (%(search)s::text is null or strpos(lower(c.name), lower(%(search)s)) > 0)
        and (%(before_time)s::timestamptz is null or (c.created_at, c.campaign_id) < (%(before_time)s, %(before_id)s::uuid))
    order by c.created_at desc, c.campaign_id desc limit %(limit)s
)
select
    c.campaign_id as id, c.name, c.status, c.status_reason, c.agent_id, c.next_action, c.settings, c.created_at,
    c.started_at, c.completed_at, c.revision, c.calls, k.total, k.queued, k.dialling, k.in_call, k.awaiting_result,
    k.waiting_retry, k.settled, k.answered, k.voicemail, k.no_answer, k.busy, k.failed, k.cancelled, k.skipped,
    k.expired, k.unknown,
    exists (select from imports i where i.campaign_id = c.campaign_id and i.finished_at is null) as importing,
    clock_timestamp() as now, r.since as recently_since, f.placed, f.line_seconds, f.recently,
    least(u.concurrent_calls_limit, (select system_concurrent_calls_limit from settings)) as slots
from page c
join campaign_counters k using (campaign_id)
join users u on u.user_id = c.user_id
cross join (select date_bin('15 minutes', clock_timestamp() - interval '1 hour', 'epoch') as since) r
left join lateral (
    select
        sum(q.placed)::integer as placed, (sum(q.line_milliseconds) / 1000)::double precision as line_seconds,
        (sum(q.placed) filter (where q.quarter >= r.since))::integer as recently
    from campaign_quarters q where q.campaign_id = c.campaign_id and c.status in ('scheduled', 'active')
) f on true
order by c.created_at desc, c.campaign_id desc;

-- name: campaigns_in_order
-- Which of a user's campaigns a page shows, in another order than newest first. All of them are looked at: a user has
-- thousands at the most, and an index on how far each is would be written with every call.
select o.sort, o.key, o.id
from (
    select %(sort)s::text as sort, c.campaign_id as id, (case %(by)s::text
        when 'name' then left(lower(c.name), 60)
        when 'start_date' then c.settings ->> 'start_date'
        when 'progress' then to_char(coalesce(k.settled::numeric / nullif(k.total, 0), 0), '0.000000')
        else to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
    end) collate "C" as key
    from call_campaigns c join campaign_counters k using (campaign_id)
    where c.user_id = %(user_id)s and k.user_id = %(user_id)s and c.deleted_at is null and not c.hidden
        and (%(status)s::text is null or c.status = %(status)s)
        and (%(search)s::text is null or strpos(lower(c.name), lower(%(search)s)) > 0)
) o
where %(after_key)s::text is null
    or (not %(down)s and (o.key, o.id) > (%(after_key)s, %(after_id)s::uuid))
    or (%(down)s and (o.key, o.id) < (%(after_key)s, %(after_id)s::uuid))
order by
    case when not %(down)s then o.key end, case when %(down)s then o.key end desc,
    case when not %(down)s then o.id end, case when %(down)s then o.id end desc
limit %(limit)s;

-- name: analytics
-- A campaign's counters, its figures by quarter (its start in seconds since 1970, then the sums), and its costs.
select
    c.settings ->> 'timezone' as timezone, k.total, k.settled, k.answered, k.voicemail, k.no_answer, k.busy, k.failed,
    k.cancelled, k.skipped, k.expired, k.unknown,
    (
        select coalesce(jsonb_agg(jsonb_build_array(
            extract(epoch from q.quarter)::bigint, q.placed, q.not_placed, q.answered, q.voicemail, q.no_answer,
            q.busy, q.failed, q.line_milliseconds, q.talk_milliseconds
        )), '[]')
        from campaign_quarters q where q.campaign_id = c.campaign_id
    ) as quarters,
    (
        select coalesce(jsonb_object_agg(o.currency, o.amount::text), '{}')
        from campaign_costs o where o.campaign_id = c.campaign_id
    ) as costs
from call_campaigns c join campaign_counters k using (campaign_id)
where c.campaign_id = %(campaign_id)s and c.user_id = %(user_id)s and c.deleted_at is null;

-- name: export
-- A page of a campaign's calls as they are exported: with their contacts as they are now, and what their attempts came to.
select
    c.call_id, c.phone_number, coalesce(k.name, c.name) as name, k.email, k.company, k.notes, k.timezone, k.tags,
    k.variables, c.status, c.outcome, c.reason,
    c.attempts + case when c.status in ('in_call', 'awaiting_result') then 1 else 0 end as attempts,
    a.duration_seconds, a.cost_amount, a.cost_currency, c.queued_at, a.first_placed_at, a.last_placed_at,
    c.next_attempt_at, c.settled_at
from calls c
left join contacts k on k.contact_id = c.contact_id and k.removed_at is null
left join lateral (
    select
        sum(t.duration_seconds) as duration_seconds,
        case when count(distinct t.cost_currency) = 1 then sum(t.cost_amount) end as cost_amount,
        case when count(distinct t.cost_currency) = 1 then max(t.cost_currency) end as cost_currency,
        min(t.placed_at) as first_placed_at, max(t.placed_at) as last_placed_at
    from attempts t where t.call_id = c.call_id
) a on true
where c.campaign_id = %(campaign_id)s and c.user_id = %(user_id)s
    and (%(after_id)s::uuid is null or c.call_id > %(after_id)s)
order by c.call_id limit %(limit)s;

-- name: calls_in_queue
-- A page of a user's calls that are not settled: by status, in the order in which they were queued.
select
    c.call_id as id, c.campaign_id, c.contact_id, c.phone_number, c.name, c.status, c.outcome, c.reason,
    c.attempts + case when c.status in ('in_call', 'awaiting_result') then 1 else 0 end as attempts,
    c.priority, c.queued_at, c.next_attempt_at, c.settled_at
from calls c
where c.user_id = %(user_id)s and c.status <> 'settled'
    and (%(status)s::text is null or c.status = %(status)s)
    and (%(after_status)s::text is null or (c.status, c.call_id) > (%(after_status)s, %(after_id)s::uuid))
order by c.status, c.call_id limit %(limit)s;

-- name: calls
-- A page of a campaign's calls, in the order of their ids: the one in which they were queued.
select
    c.call_id as id, c.campaign_id, c.contact_id, c.phone_number, c.name, c.status, c.outcome, c.reason,
    c.attempts + case when c.status in ('in_call', 'awaiting_result') then 1 else 0 end as attempts,
    c.priority, c.queued_at, c.next_attempt_at, c.settled_at
from calls c
where c.campaign_id = %(campaign_id)s and c.user_id = %(user_id)s
    and (%(status)s::text is null or c.status = %(status)s)
    and (%(outcome)s::text is null or c.outcome = %(outcome)s)
    and (%(after_id)s::uuid is null or c.call_id > %(after_id)s)
order by c.call_id limit %(limit)s;

-- name: calls_of_number
-- A page of a user's calls of a number or a contact, newest first.
select
    c.call_id as id, c.campaign_id, c.contact_id, c.phone_number, c.name, c.status, c.outcome, c.reason,
    c.attempts + case when c.status in ('in_call', 'awaiting_result') then 1 else 0 end as attempts,
    c.priority, c.queued_at, c.next_attempt_at, c.settled_at
from calls c
where c.user_id = %(user_id)s
    and (%(phone_number)s::text is null or c.phone_number = %(phone_number)s)
    and (%(contact_id)s::uuid is null or c.contact_id = %(contact_id)s)
    and (%(since)s::timestamptz is null or c.queued_at >= %(since)s)
    and (%(until)s::timestamptz is null or c.queued_at < %(until)s)
    and (%(before_time)s::timestamptz is null or (c.queued_at, c.call_id) < (%(before_time)s, %(before_id)s::uuid))
order by c.queued_at desc, c.call_id desc limit %(limit)s;

-- name: call
-- One call of a user's.
select
    c.call_id as id, c.campaign_id, c.contact_id, c.phone_number, c.name, c.status, c.outcome, c.reason,
    c.attempts + case when c.status in ('in_call', 'awaiting_result') then 1 else 0 end as attempts,
    c.priority, c.queued_at, c.next_attempt_at, c.settled_at
from calls c where c.call_id = %(call_id)s and c.user_id = %(user_id)s;

-- name: attempts
-- The attempts of a call, oldest first.
select
    a.attempt_id as id, a.request_number, a.execution_id, a.requested_at, a.placed_at, a.failure, a.ringing_at, a.answered_at, a.ended_at,
    a.outcome, a.duration_seconds, a.cost_amount, a.cost_currency, a.hangup_by, a.hangup_reason, a.error_message,
    coalesce(a.has_transcript, false) as has_transcript, coalesce(a.has_recording, false) as has_recording
from attempts a where a.call_id = %(call_id)s and a.user_id = %(user_id)s
order by a.request_number nulls last, a.attempt_id;

-- name: imports
-- A page of a user's imports and uploads on their way, newest first; one of them alone where its id is given.
select
    u.import_id as id, i.campaign_id,
    case
        when i.finished_at is not null then 'done'
        when i.import_id is not null then 'queueing'
        when u.status = 'staged' then 'queueing'
        else u.status
    end as status,
    coalesce(i.total_rows, 0) as total_rows, coalesce(i.accepted, 0) as accepted, coalesce(i.rejected, 0) as rejected,
    coalesce(i.duplicates, 0) as duplicates, coalesce(i.queued, 0) as queued,
    coalesce(i.already_in_campaign, 0) as already_in_campaign,
    u.problems as errors, u.warnings, u.failure,
    exists (select from upload_rejects r where r.import_id = u.import_id) as has_rejects,
    u.created_at, i.finished_at
from uploads u left join imports i using (import_id)
where u.user_id = %(user_id)s
    and (%(import_id)s::uuid is null or u.import_id = %(import_id)s)
    and (%(before_time)s::timestamptz is null or (u.created_at, u.import_id) < (%(before_time)s, %(before_id)s::uuid))
order by u.created_at desc, u.import_id desc limit %(limit)s;

-- name: rejects
-- The file of rejected rows, in its parts.
select r.csv from upload_rejects r join uploads u using (import_id)
where r.import_id = %(import_id)s and u.user_id = %(user_id)s order by r.part;

-- name: agents
-- A page of a user's agents, newest first; one of them alone where its id is given.
select a.agent_id as id, a.name, a.bolna_agent_id, a.from_phone_numbers, a.created_at, a.revision
from agents a
where a.user_id = %(user_id)s and a.removed_at is null
    and (%(agent_id)s::uuid is null or a.agent_id = %(agent_id)s)
    and (%(before_time)s::timestamptz is null or (a.created_at, a.agent_id) < (%(before_time)s, %(before_id)s::uuid))
order by a.created_at desc, a.agent_id desc limit %(limit)s;

-- name: contacts
-- A page of a user's contacts, newest first; one of them alone where its id is given.
select
    c.contact_id as id, c.phone_number, c.name, c.email, c.company, c.notes, c.timezone, c.tags, c.variables,
    c.created_at, c.updated_at, c.revision
from contacts c
where c.user_id = %(user_id)s and c.removed_at is null
    and (%(contact_id)s::uuid is null or c.contact_id = %(contact_id)s)
    and (%(tag)s::text is null or %(tag)s = any(c.tags))
    and (
        %(search)s::text is null
        or strpos(lower(concat_ws(' ', c.name, c.phone_number, c.email, c.company)), lower(%(search)s)) > 0
    )
    and (%(before_time)s::timestamptz is null or (c.created_at, c.contact_id) < (%(before_time)s, %(before_id)s::uuid))
order by c.created_at desc, c.contact_id desc limit %(limit)s;

-- name: uses_of_contacts
-- Of contacts: whether their numbers stand on a do-not-call list, how many campaigns have a call to them, and the newest of those.
select
    c.contact_id as id,
    exists (
        select from do_not_call d
        where d.phone_number = c.phone_number and (d.scope = 'system' or d.user_id = c.user_id)
    ) as do_not_call,
    u.used_in_count, u.used_in
from contacts c
cross join lateral (
    select
        count(*)::integer as used_in_count,
        coalesce(
            jsonb_agg(jsonb_build_object('id', k.campaign_id, 'name', k.name) order by k.nth) filter (where k.nth <= 3), '[]'
        ) as used_in
    from (
        select k.campaign_id, k.name, row_number() over (order by k.created_at desc, k.campaign_id desc) as nth
        from calls l join call_campaigns k using (campaign_id)
        where l.contact_id = c.contact_id and k.user_id = c.user_id and k.deleted_at is null and not k.hidden
    ) k
) u
where c.contact_id = any(%(contact_ids)s) and c.user_id = %(user_id)s;

-- name: keys
-- A page of a user's keys that are not revoked, newest first; one of them alone where its id is given.
select k.key_id as id, k.name, k.prefix, k.read_only, k.created_at, k.expires_at, k.last_used_at
from api_keys k
where k.user_id = %(user_id)s and k.revoked_at is null
    and (%(key_id)s::uuid is null or k.key_id = %(key_id)s)
    and (%(before_time)s::timestamptz is null or (k.created_at, k.key_id) < (%(before_time)s, %(before_id)s::uuid))
order by k.created_at desc, k.key_id desc limit %(limit)s;

-- name: sessions
-- A page of a user's sessions that are not over, newest first.
select s.session_id as id, s.method, s.created_at, s.last_seen_at, s.expires_at, s.source, s.user_agent
from sessions s
where s.user_id = %(user_id)s
    and s.expires_at > clock_timestamp() and s.last_seen_at > clock_timestamp() - make_interval(secs => %(idle)s)
    and (%(before_time)s::timestamptz is null or (s.created_at, s.session_id) < (%(before_time)s, %(before_id)s::uuid))
order by s.created_at desc, s.session_id desc limit %(limit)s;

-- name: candidates_by_id
-- Contacts as a campaign would call them, in the order asked for.
select
    c.contact_id, c.phone_number, c.name, c.priority, c.country,
    case when c.timezone is null then c.zones else array[c.timezone] end as zones
from unnest(%(contact_ids)s::uuid[]) with ordinality as n (contact_id, nth)
cross join lateral (
    select * from contacts where contact_id = n.contact_id and user_id = %(user_id)s and removed_at is null offset 0
) as c
order by n.nth;

-- name: candidates_by_number
-- Contacts with these numbers (comma-separated), as far as a file's rows would not change them. Looked up by number alone,
-- as in commands.sql.
select c.contact_id, c.phone_number, c.name, c.email, c.company, c.timezone, c.zones
from unnest(string_to_array(%(numbers)s, ',')) as n (phone_number)
cross join lateral (
    select * from contacts
    where phone_number = n.phone_number and user_id::text = %(user_id)s::text and removed_at is null offset 0
) as c;

-- name: calling_history
-- How long calls of the user's last campaigns held their slots, and how many of them came to one of these outcomes: of
-- each some, whichever are found first.
select
    count(*) as calls,
    avg(extract(epoch from a.ended_at - a.requested_at))::double precision as seconds,
    avg((a.outcome = any(%(outcomes)s))::integer)::double precision as retried
from (
    select campaign_id from call_campaigns
    where user_id = %(user_id)s and started_at is not null
    order by created_at desc limit 5
) as c
cross join lateral (
    select requested_at, ended_at, outcome from attempts
    where campaign_id = c.campaign_id and requested_at is not null and ended_at > requested_at
    limit 200
) as a;
