-- name: meet
-- Makes everybody who hears of the same execution or attempt go one after another: who comes second sees what the
-- first committed, also where there is no row yet to lock. Stripes, sorted by the caller, keep the locks bounded; the
-- first key is this service's own.
select pg_advisory_xact_lock(2002874472, stripe) from unnest(%(stripes)s::integer[]) as stripe

-- name: lock_attempts
-- Locks the attempts that an execution or an echo names, in one order for everybody.
select 1 from attempts
where attempt_id = any(%(attempts)s::uuid[]) or execution_id = any(%(executions)s::text[])
order by attempt_id
for update

-- name: attempts_named
-- The attempts that an execution or an echo names, locked in one order for everybody.
select * from attempts
where attempt_id = any(%(attempts)s::uuid[]) or execution_id = any(%(executions)s::text[])
order by attempt_id
for update

-- name: put_attempts
-- Attempts as the events have made them.
insert into attempts
select * from unnest(
    %(attempt_id)s::uuid[], %(call_id)s::uuid[], %(campaign_id)s::uuid[], %(user_id)s::uuid[],
    %(bolna_agent_id)s::text[], %(phone_number)s::text[], %(execution_id)s::text[], %(quiet_since)s::timestamptz[],
    %(line)s::text[], %(answered)s::boolean[], %(reported)s::boolean[], %(given_up)s::boolean[]
)
on conflict (attempt_id) do update set
    bolna_agent_id = excluded.bolna_agent_id,
    phone_number = excluded.phone_number,
    execution_id = excluded.execution_id,
    quiet_since = excluded.quiet_since,
    line = excluded.line,
    answered = excluded.answered,
    reported = excluded.reported,
    given_up = excluded.given_up

-- name: heard
-- What was heard of executions so far, with the details but without what was said.
select
    e.execution_id, e.statuses, e.newest, e.on_line, e.line_ended_at, e.first_heard_at, e.heard_at,
    r.voicemail, r.duration_seconds, r.cost_cents, r.hangup_by, r.hangup_reason, r.error_message,
    coalesce(r.transcript <> '', false) as has_transcript,
    coalesce(r.recording_url <> '', false) as has_recording
from executions e left join reports r using (execution_id)
where e.execution_id = any(%(executions)s::text[])

-- name: put_executions
-- What has been heard of executions; one row each.
insert into executions (execution_id, statuses, newest, on_line, line_ended_at, first_heard_at, heard_at)
select execution_id, statuses, newest, on_line, line_ended_at, first_heard_at, heard_at
from jsonb_to_recordset(%(rows)s::jsonb) as t (
    execution_id text, statuses text[], newest timestamptz, on_line boolean, line_ended_at timestamptz,
    first_heard_at timestamptz, heard_at timestamptz
)
on conflict (execution_id) do update set
    statuses = excluded.statuses,
    newest = excluded.newest,
    on_line = excluded.on_line,
    line_ended_at = excluded.line_ended_at,
    heard_at = excluded.heard_at

-- name: put_reports
-- What was said; one row each. Later words win over earlier ones, any over none; late arrivals (`late`) only fill gaps.
insert into reports as r (
    execution_id, transcript, summary, recording_url, extracted_data,
    voicemail, duration_seconds, cost_cents, hangup_by, hangup_reason, error_message
)
select
    execution_id, transcript, summary, recording_url, extracted_data,
    voicemail, duration_seconds, cost_cents, hangup_by, hangup_reason, error_message
from jsonb_to_recordset(%(rows)s::jsonb) as t (
    execution_id text, transcript text, summary text, recording_url text, extracted_data jsonb,
    voicemail boolean, duration_seconds double precision, cost_cents numeric, hangup_by text, hangup_reason text,
    error_message text
)
on conflict (execution_id) do update set
    transcript = case when %(late)s then coalesce(r.transcript, excluded.transcript)
        else coalesce(excluded.transcript, r.transcript) end,
    summary = case when %(late)s then coalesce(r.summary, excluded.summary)
        else coalesce(excluded.summary, r.summary) end,
    recording_url = case when %(late)s then coalesce(r.recording_url, excluded.recording_url)
        else coalesce(excluded.recording_url, r.recording_url) end,
    extracted_data = case when %(late)s then coalesce(r.extracted_data, excluded.extracted_data)
        else coalesce(excluded.extracted_data, r.extracted_data) end,
    voicemail = excluded.voicemail,
    duration_seconds = excluded.duration_seconds,
    cost_cents = excluded.cost_cents,
    hangup_by = excluded.hangup_by,
    hangup_reason = excluded.hangup_reason,
    error_message = excluded.error_message

-- name: put_deliveries
-- Webhook bodies as they came; one that came before is counted, and its standing brought up to what is known now.
insert into deliveries as d (
    digest, body, execution_id, claimed_attempt, status, standing, error, times, received_at, last_received_at
)
select *, received_at from unnest(
    %(digest)s::bytea[], %(body)s::bytea[], %(execution_id)s::text[], %(claimed_attempt)s::uuid[], %(status)s::text[],
    %(standing)s::text[], %(error)s::text[], %(times)s::integer[], %(received_at)s::timestamptz[]
) as came (
    digest, body, execution_id, claimed_attempt, status, standing, error, times, received_at
)
on conflict (digest) do update set
    standing = excluded.standing,
    error = excluded.error,
    times = d.times + excluded.times,
    last_received_at = greatest(d.last_received_at, excluded.last_received_at)

-- name: deliveries_waiting
-- What came before its attempt was known, in the order of arrival.
select digest, body, received_at from deliveries
where standing = 'waiting'
    and (claimed_attempt = any(%(attempts)s::uuid[]) or execution_id = any(%(executions)s::text[]))
order by received_at, digest

-- name: place_delivery
-- What became of a delivery that had waited.
update deliveries set standing = %(standing)s, error = %(error)s where digest = %(digest)s

-- name: deliveries_to_replay
-- Stored deliveries, the oldest first: of some standings, perhaps of one execution, behind a place.
select digest, body, received_at from deliveries
where standing = any(%(standings)s)
    and (%(execution_id)s::text is null or execution_id = %(execution_id)s)
    and (%(after)s::timestamptz is null or (received_at, digest) > (%(after)s, %(after_digest)s))
order by received_at, digest limit %(limit)s

-- name: replayed_delivery
-- What became of a delivery when it was read and heard once more.
update deliveries set
    execution_id = %(execution_id)s, claimed_attempt = %(claimed_attempt)s, status = %(status)s,
    standing = %(standing)s, error = %(error)s
where digest = %(digest)s

-- name: open_calls
-- Calls that are not over, with when something was last heard and what came of asking; all, or those named.
select
    a.attempt_id, a.execution_id, a.line, a.reported,
    greatest(a.quiet_since, e.heard_at) as quiet_since,
    l.asked_at, l.next_at, l.fruitless, l.missing_since
from attempts a
left join executions e on e.execution_id = a.execution_id
left join looks l on l.execution_id = a.execution_id
where not a.given_up and not (a.reported and a.line = 'free')
    and (%(attempts)s::uuid[] is null or a.attempt_id = any(%(attempts)s::uuid[]))

-- name: put_look
-- What came of asking.
insert into looks (execution_id, asked_at, next_at, fruitless, missing_since)
values (%(execution_id)s, %(asked_at)s, %(next_at)s, %(fruitless)s, %(missing_since)s)
on conflict (execution_id) do update set
    asked_at = excluded.asked_at,
    next_at = excluded.next_at,
    fruitless = excluded.fruitless,
    missing_since = excluded.missing_since

-- name: report_of_attempt
-- What was said in an attempt's call and what it cost.
select
    a.attempt_id, a.execution_id, a.line, a.reported, e.statuses,
    left(r.transcript, %(transcript)s) as transcript, left(r.summary, %(summary)s) as summary,
    case when length(r.extracted_data::text) <= %(data)s then r.extracted_data end as extracted_data,
    coalesce(length(r.transcript) > %(transcript)s, false) or coalesce(length(r.summary) > %(summary)s, false)
        or coalesce(length(r.extracted_data::text) > %(data)s, false) as cut,
    r.recording_url, r.duration_seconds, r.cost_cents
from attempts a
left join executions e on e.execution_id = a.execution_id
left join reports r on r.execution_id = a.execution_id
where a.attempt_id = %(attempt_id)s and (%(user_id)s::uuid is null or a.user_id = %(user_id)s)

-- name: forget_deliveries
-- Deletes bodies last received before a day, a thousand at a time; says how many.
with gone as (
    delete from deliveries
    where digest in (
        select digest from deliveries where last_received_at < %(before)s order by last_received_at limit 1000
    )
    returning 1
)
select count(*) as forgotten from gone
