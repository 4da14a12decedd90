-- name: tell_calls
-- Calls of campaigns that moved, with the counters as they are now; and the slots of users where calls took or left one.
with moved as (
    select t.*, k.user_id, jsonb_build_object(
        'total', k.total, 'queued', k.queued, 'dialling', k.dialling, 'in_call', k.in_call,
        'awaiting_result', k.awaiting_result, 'waiting_retry', k.waiting_retry, 'settled', k.settled,
        'answered', k.answered, 'voicemail', k.voicemail, 'no-answer', k.no_answer, 'busy', k.busy,
        'failed', k.failed, 'cancelled', k.cancelled, 'skipped', k.skipped, 'expired', k.expired, 'unknown', k.unknown
    ) as counters
    from jsonb_to_recordset(%(moved)s) as t (campaign_id uuid, calls jsonb, complete boolean, slots boolean)
    join campaign_counters k using (campaign_id)
)
insert into feed (kind, user_id, campaign_id, data)
select 'call', user_id, campaign_id, jsonb_build_object(
    'campaign_id', campaign_id, 'counters', counters, 'calls', calls, 'complete', complete
)
from moved
union all
select distinct 'slots', user_id, null::uuid, null::jsonb from moved where slots;

-- name: news_of_the_log
-- What the own log tells of since it was looked at last, at most a page; the log's end within that page.
with page as (
    select s.log_position as after, least(h.position, s.log_position + %(page)s) as upto, h.position as head
    from feed_state s, head h
)
select
    p.after, p.upto, p.upto < p.head as more,
    coalesce(jsonb_agg(jsonb_build_array(e.type, e.stream, e.user_id)) filter (where e.position is not null), '[]') as news
from page p
left join events e on e.position > p.after and e.position <= p.upto and e.type = any(%(types)s)
group by p.after, p.upto, p.head;

-- name: log_told
-- The own log is told of up to a position.
update feed_state set log_position = %(upto)s;

-- name: tell_campaigns
-- Campaigns as they stand; those of test calls are in no list.
insert into feed (kind, user_id, campaign_id, data)
select 'campaign', user_id, campaign_id, jsonb_build_object(
    'id', campaign_id, 'name', name, 'status', status, 'status_reason', status_reason, 'calls', calls,
    'deleted', deleted_at is not null, 'revision', revision
)
from call_campaigns where campaign_id = any(%(campaigns)s::uuid[]) and not hidden order by campaign_id;

-- name: tell_imports
-- Imports as they stand.
insert into feed (kind, user_id, campaign_id, data)
select 'import', user_id, campaign_id, jsonb_build_object(
    'id', import_id, 'campaign_id', campaign_id,
    'status', case when finished_at is null then 'queueing' else 'done' end,
    'total_rows', total_rows, 'accepted', accepted, 'rejected', rejected, 'duplicates', duplicates, 'queued', queued,
    'already_in_campaign', already_in_campaign
)
from imports where import_id = any(%(imports)s::uuid[]) order by import_id;

-- name: tell_limits
-- The slots of users whose limit changed; where the system's did, of everybody.
insert into feed (kind, user_id)
select 'slots', user_id from users where %(everybody)s or user_id = any(%(users)s::uuid[]) order by user_id;

-- name: end
-- The newest position, and up to where the feed was swept.
select greatest(s.swept, (select max(position) from feed)) as newest, s.swept from feed_state s;

-- name: rows_for
-- What is told to these users behind a position, in order.
select position, kind, user_id, campaign_id, data
from feed
where position > %(after)s and position <= %(upto)s and user_id = any(%(users)s)
order by position limit %(limit)s;

-- name: rows_of_one
-- What is told to one user behind a position, in order, of one campaign and the slots or of everything.
select position, kind, user_id, campaign_id, data
from feed
where position > %(after)s and position <= %(upto)s and user_id = %(user_id)s
    and (%(campaign_id)s::uuid is null or campaign_id = %(campaign_id)s or kind = 'slots')
order by position limit %(limit)s;

-- name: slots_of
-- Limits, and calls that hold a slot by the read model, of users.
select
    u.user_id, u.concurrent_calls_limit as user_limit, coalesce(a.active, 0)::integer as user_active,
    coalesce((select system_concurrent_calls_limit from settings), 0) as system_limit,
    coalesce((select sum(dialling + in_call) from campaign_counters), 0)::integer as system_active
from users u
left join (
    select user_id, sum(dialling + in_call) as active
    from campaign_counters where user_id = any(%(users)s) group by user_id
) a using (user_id)
where u.user_id = any(%(users)s);

-- name: sweep
-- Forgets the oldest of what was told long enough ago, a few rows at a time, and how far that went.
with gone as (
    delete from feed
    where position in (
        select position from feed where position <= (
            select max(position) from (select position, at from feed order by position limit %(rows)s) as oldest
            where at < clock_timestamp() - make_interval(hours => %(hours)s)
        )
    )
    returning position
)
update feed_state set swept = greatest(swept, (select max(position) from gone))
where exists (select from gone)
returning swept;
