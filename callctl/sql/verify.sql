-- name: head
-- Where a log ends, to which history it belongs, and how far it was published.
select h.position, h.epoch, h.event_id, h.journal, r.position as published from {schema}.head h, {schema}.relay r;

-- name: log
-- How many events a log has up to its head, and the first that does not follow the one before it.
select
    count(*) as events,
    min(position) filter (where position <> nth or previous_id is distinct from before) as broken_at
from (
    select
        position,
        previous_id,
        row_number() over (order by position) as nth,
        lag(event_id) over (order by position) as before
    from {schema}.events
    where position <= %(position)s
) as numbered;

-- name: last_event
-- The event at the head of a log.
select event_id from {schema}.events where position = %(position)s;

-- name: streams
-- Stored streams whose versions do not count from 1 without a gap, the first few.
select stream from {schema}.events
where position <= %(position)s
group by stream
having count(*) <> max(version) or min(version) <> 1
order by stream limit 5;

-- name: journal
-- How many rows the journal has up to the head, the first that does not follow the one before it, and how far it tells.
select
    count(*) as rows,
    min(number) filter (where number <> nth or first <> coalesce(told, 0) + 1) as broken_at,
    coalesce(max(last), 0) as told
from (
    select
        number,
        first,
        last,
        row_number() over (order by number) as nth,
        lag(last) over (order by number) as told
    from {schema}.journal
    where number <= %(journal)s
) as numbered;

-- name: consumed
-- How far a service has applied a source; no row where nothing was yet.
select position, epoch, event_id from {schema}.consumed where source = %(source)s;

-- name: parked
-- How many messages wait for a person.
select count(*) as parked from {schema}.parked;

-- name: recounted
-- Campaigns whose counters are not what counting their calls gives, the first few.
select k.campaign_id::text
from campaigns.campaign_counters k
left join (
    select
        campaign_id,
        count(*) as total,
        count(*) filter (where status = 'queued') as queued,
        count(*) filter (where status = 'dialling') as dialling,
        count(*) filter (where status = 'in_call') as in_call,
        count(*) filter (where status = 'awaiting_result') as awaiting_result,
        count(*) filter (where status = 'waiting_retry') as waiting_retry,
        count(*) filter (where status = 'settled') as settled,
        count(*) filter (where outcome = 'answered') as answered,
        count(*) filter (where outcome = 'voicemail') as voicemail,
        count(*) filter (where outcome = 'no-answer') as no_answer,
        count(*) filter (where outcome = 'busy') as busy,
        count(*) filter (where outcome = 'failed') as failed,
        count(*) filter (where outcome = 'cancelled') as cancelled,
        count(*) filter (where outcome = 'skipped') as skipped,
        count(*) filter (where outcome = 'expired') as expired,
        count(*) filter (where outcome = 'unknown') as unknown
    from campaigns.calls group by campaign_id
) as c using (campaign_id)
where (
    k.total, k.queued, k.dialling, k.in_call, k.awaiting_result, k.waiting_retry, k.settled, k.answered, k.voicemail,
    k.no_answer, k.busy, k.failed, k.cancelled, k.skipped, k.expired, k.unknown
) is distinct from (
    coalesce(c.total, 0), coalesce(c.queued, 0), coalesce(c.dialling, 0), coalesce(c.in_call, 0),
    coalesce(c.awaiting_result, 0), coalesce(c.waiting_retry, 0), coalesce(c.settled, 0), coalesce(c.answered, 0),
    coalesce(c.voicemail, 0), coalesce(c.no_answer, 0), coalesce(c.busy, 0), coalesce(c.failed, 0),
    coalesce(c.cancelled, 0), coalesce(c.skipped, 0), coalesce(c.expired, 0), coalesce(c.unknown, 0)
)
order by 1 limit 5;
