-- name: user_registered
-- A user as registered.
insert into users (
    user_id, name, email, role, concurrent_calls_limit, timezone, default_country, allowed_countries, created_at
) values (
    %(user_id)s, %(name)s, %(email)s, %(role)s, %(concurrent_calls_limit)s, %(timezone)s, %(default_country)s,
    %(allowed_countries)s, %(at)s
);

-- name: user_updated
-- What of a profile changed; null leaves it.
update users set
    name = coalesce(%(name)s, name),
    email = coalesce(%(email)s, email),
    role = coalesce(%(role)s, role),
    timezone = coalesce(%(timezone)s, timezone),
    default_country = coalesce(%(default_country)s, default_country),
    allowed_countries = case
        when not %(every_country)s then coalesce(%(allowed_countries)s::text[], allowed_countries)
    end
where user_id = %(user_id)s;

-- name: user_limit_changed
-- How many calls of a user may be live at once, and their weight; null leaves it.
update users set concurrent_calls_limit = %(concurrent_calls_limit)s, weight = coalesce(%(weight)s, weight)
where user_id = %(user_id)s;

-- name: user_suspended
-- No new call of theirs starts.
update users set suspended_at = %(at)s where user_id = %(user_id)s;

-- name: user_restored
-- The suspension is lifted.
update users set suspended_at = null where user_id = %(user_id)s;

-- name: system_limit_changed
-- How many calls may be live in all.
insert into settings (system_concurrent_calls_limit) values (%(system_concurrent_calls_limit)s)
on conflict (the_only) do update set system_concurrent_calls_limit = excluded.system_concurrent_calls_limit;

-- name: agent_registered
-- An agent as registered.
insert into agents (agent_id, user_id, name, bolna_agent_id, from_phone_numbers, created_at)
values (%(agent_id)s, %(user_id)s, %(name)s, %(bolna_agent_id)s, %(from_phone_numbers)s, %(at)s);

-- name: agent_updated
-- What holds of an agent from now on.
update agents set
    name = %(name)s, bolna_agent_id = %(bolna_agent_id)s, from_phone_numbers = %(from_phone_numbers)s,
    revision = revision + 1
where agent_id = %(agent_id)s;

-- name: agent_removed
-- The agent is no more; its row stays for the campaigns it once called for.
update agents set removed_at = %(at)s where agent_id = %(agent_id)s;

-- name: campaign_created
-- A campaign as made, a draft, with counters at nought.
with made as (
    insert into call_campaigns (
        campaign_id, user_id, name, agent_id, next_action, settings, hidden, status, created_at, updated_at
    ) values (
        %(campaign_id)s, %(user_id)s, %(name)s, %(agent_id)s, %(next_action)s, %(settings)s, %(hidden)s, 'draft',
        %(at)s, %(at)s
    )
)
insert into campaign_counters (campaign_id, user_id) values (%(campaign_id)s, %(user_id)s);

-- name: campaign_updated
-- What holds of a campaign from now on.
update call_campaigns set
    name = %(name)s, agent_id = %(agent_id)s, next_action = %(next_action)s, settings = %(settings)s,
    updated_at = %(at)s, revision = revision + 1
where campaign_id = %(campaign_id)s;

-- name: contacts_queued
-- One chunk more; its calls are counted by their members.
update call_campaigns set
    chunks = %(chunk)s, calls = calls + %(count)s, upload_closed = %(last)s
where campaign_id = %(campaign_id)s and chunks < %(chunk)s;

-- name: campaign_deleted
-- Hidden; everything else of it stays.
update call_campaigns set deleted_at = %(at)s, updated_at = %(at)s, revision = revision + 1
where campaign_id = %(campaign_id)s;

-- name: campaign_moved
-- A further state in a campaign's life; the times keep the first of their kind.
update call_campaigns set
    status = %(status)s,
    status_reason = case when %(type)s = 'CampaignStarted' then status_reason else %(reason)s end,
    scheduled_at = case when %(type)s = 'CampaignScheduled' then coalesce(scheduled_at, %(at)s) else scheduled_at end,
    started_at = case when %(type)s = 'CampaignStarted' then coalesce(started_at, %(at)s) else started_at end,
    completed_at = case when %(status)s in ('completed', 'cancelled') then coalesce(completed_at, %(at)s) end,
    updated_at = %(at)s,
    revision = revision + 1
where campaign_id = %(campaign_id)s;

-- name: lock_campaign
-- A campaign's row until the transaction ends. Before it is read: what a statement that waited for the lock reads
-- besides the row is older than the lock.
select campaign_id from call_campaigns
where campaign_id = %(campaign_id)s and user_id = coalesce(%(user_id)s, user_id) for update;

-- name: campaign
-- A campaign as a state, with the imports that are not wholly queued.
select
    c.*,
    (select count(*) from imports i where i.campaign_id = c.campaign_id and i.finished_at is null) as pending
from call_campaigns c where campaign_id = %(campaign_id)s;

-- name: campaign_drained
-- How many were settled when the scheduler had none left.
update call_campaigns set drained = %(settled)s where campaign_id = %(campaign_id)s;

-- name: import_accepted
-- An import of which everything will be queued.
insert into imports (
    import_id, user_id, campaign_id, chunks, total_rows, accepted, rejected, duplicates, accepted_at
) values (
    %(import_id)s, %(user_id)s, %(campaign_id)s, %(chunks)s, %(total_rows)s, %(accepted)s, %(rejected)s,
    %(duplicates)s, %(at)s
);

-- name: import_chunk_done
-- One chunk of an import is queued, once.
update imports set
    chunks_done = %(chunk)s, queued = queued + %(queued)s,
    already_in_campaign = already_in_campaign + %(already_in_campaign)s
where import_id = %(import_id)s and chunks_done < %(chunk)s;

-- name: import_finished
-- Everything of an import is queued.
update imports set finished_at = %(at)s where import_id = %(import_id)s and finished_at is null;

-- name: contacts_imported
-- New contacts as they came; of known ones the empty fields filled, the filled ones kept.
insert into contacts (
    contact_id, user_id, phone_number, zones, country, name, email, company, notes, timezone, tags, variables,
    created_at, updated_at
)
select
    t.contact_id, %(user_id)s, t.phone_number, t.zones, t.country, t.name, t.email, t.company, t.notes, t.timezone,
    t.tags, t.variables, %(at)s, %(at)s
from jsonb_to_recordset(%(contacts)s) as t (
    contact_id uuid, phone_number text, zones text[], country text, name text, email text, company text, notes text,
    timezone text, tags text[], variables jsonb
)
on conflict (contact_id) do update set
    revision = contacts.revision + ((
        coalesce(contacts.name, excluded.name), coalesce(contacts.email, excluded.email),
        coalesce(contacts.company, excluded.company), coalesce(contacts.notes, excluded.notes),
        coalesce(contacts.timezone, excluded.timezone),
        case when contacts.tags = '{}' then excluded.tags else contacts.tags end,
        excluded.variables || contacts.variables
    ) is distinct from (
        contacts.name, contacts.email, contacts.company, contacts.notes, contacts.timezone, contacts.tags,
        contacts.variables
    ))::integer,
    country = coalesce(contacts.country, excluded.country),
    zones = case when contacts.zones = '{}' then excluded.zones else contacts.zones end,
    name = coalesce(contacts.name, excluded.name),
    email = coalesce(contacts.email, excluded.email),
    company = coalesce(contacts.company, excluded.company),
    notes = coalesce(contacts.notes, excluded.notes),
    timezone = coalesce(contacts.timezone, excluded.timezone),
    tags = case when contacts.tags = '{}' then excluded.tags else contacts.tags end,
    variables = excluded.variables || contacts.variables,
    updated_at = excluded.updated_at;

-- name: contact_added
-- A contact as it was made by hand.
insert into contacts (
    contact_id, user_id, phone_number, zones, country, name, email, company, notes, timezone, tags, variables,
    created_at, updated_at
) values (
    %(contact_id)s, %(user_id)s, %(phone_number)s, %(zones)s, %(country)s, %(name)s, %(email)s, %(company)s, %(notes)s,
    %(timezone)s, %(tags)s, %(variables)s, %(at)s, %(at)s
);

-- name: contact_described
-- What holds of a contact from now on.
update contacts set
    phone_number = %(phone_number)s, zones = %(zones)s, country = %(country)s, name = %(name)s, email = %(email)s,
    company = %(company)s, notes = %(notes)s, timezone = %(timezone)s, tags = %(tags)s, variables = %(variables)s,
    updated_at = %(at)s, revision = revision + 1
where contact_id = %(contact_id)s;

-- name: calls_as_described
-- Calls that are in their place show their contact as it is now; one that is out, or settled, as it was dialled.
with theirs as (
    select call_id from calls
    where contact_id = %(contact_id)s and status in ('queued', 'waiting_retry') order by call_id for update
)
update calls c set phone_number = k.phone_number, name = k.name, priority = k.priority
from theirs t, contacts k where c.call_id = t.call_id and k.contact_id = %(contact_id)s;

-- name: contact_removed
-- The contact is no more; its row stays for the calls it once had.
update contacts set removed_at = %(at)s, updated_at = %(at)s where contact_id = %(contact_id)s;

-- name: numbers_blocked
-- Numbers put on do-not-call lists; one that is on it stays as it is.
insert into do_not_call (scope, user_id, phone_number, reason, entry_id, created_at)
select scope, user_id, phone_number, reason, entry_id, at
from jsonb_to_recordset(%(entries)s) as t (
    scope text, user_id uuid, phone_number text, reason text, entry_id uuid, at timestamptz
)
on conflict (phone_number, scope, user_id) do nothing;

-- name: numbers_unblocked
-- Numbers taken off do-not-call lists.
delete from do_not_call d
using jsonb_to_recordset(%(entries)s) as t (scope text, user_id uuid, phone_number text)
where d.phone_number = t.phone_number and d.scope = t.scope and d.user_id = t.user_id;

-- name: lock_contacts_of_calls
-- The contacts of calls, locked before the calls are: what they are is shown by calls that go back to their place.
select k.contact_id from contacts k
where k.contact_id in (select c.contact_id from calls c where c.call_id = any(%(calls)s))
order by k.contact_id for no key update of k;

-- name: calls_back_in_place
-- Calls that were out and are in their place again show their contact as it is now.
update calls c set phone_number = k.phone_number, name = k.name, priority = k.priority
from contacts k
where c.call_id = any(%(calls)s) and k.contact_id = c.contact_id
    and (c.phone_number, c.name, c.priority) is distinct from (k.phone_number, k.name, k.priority);

-- name: calls_as_requested
-- Calls show the number that is dialled.
update calls c set phone_number = t.phone_number
from jsonb_to_recordset(%(calls)s) as t (call_id uuid, phone_number text)
where c.call_id = t.call_id and c.phone_number <> t.phone_number;

-- name: contacts_called
-- What calls that were settled say of their contacts.
update contacts k set answered = k.answered + t.answered, unconnected = k.unconnected + t.unconnected
from (
    select
        c.contact_id, count(*) filter (where s.answered) as answered,
        count(*) filter (where not s.answered) as unconnected
    from jsonb_to_recordset(%(calls)s) as s (call_id uuid, answered boolean) join calls c using (call_id)
    group by c.contact_id
) t
where k.contact_id = t.contact_id;

-- name: chunk_members
-- The calls of a chunk, in its order, with what their contacts are now; counted as queued.
with queued as (
    insert into calls (
        call_id, campaign_id, user_id, contact_id, chunk, place, phone_number, name, priority, queued_at
    )
    select
        (m.pair ->> 0)::uuid, %(campaign_id)s, %(user_id)s, c.contact_id, %(chunk)s, m.place, c.phone_number, c.name,
        c.priority, %(at)s
    from jsonb_array_elements(%(members)s) with ordinality as m (pair, place)
    cross join lateral (
        select contact_id, phone_number, name, priority from contacts where contact_id = (m.pair ->> 1)::uuid offset 0
    ) as c
    on conflict (call_id) do nothing
    returning 1
)
update campaign_counters k set total = k.total + q.many, queued = k.queued + q.many
from (select count(*) as many from queued) as q
where k.campaign_id = %(campaign_id)s;

-- name: attempts_told
-- What was told of attempts. Each column is one service's: its first word stays, of the line the last in its log's order.
-- So the order in which the logs are read makes no difference.
insert into attempts as a (
    attempt_id, call_id, campaign_id, user_id, request_number, execution_id, requested_at, placed_at, failure,
    failed_at, ringing_at, answered_at, ended_at, reported_at, outcome, dialled, duration_seconds, cost_amount, cost_currency, hangup_by,
    hangup_reason, error_message, has_transcript, has_recording, line, line_position
)
select
    attempt_id, call_id, campaign_id, user_id, request_number, execution_id, requested_at, placed_at, failure,
    failed_at, ringing_at, answered_at, ended_at, reported_at, outcome, dialled, duration_seconds, cost_amount, cost_currency, hangup_by,
    hangup_reason, error_message, has_transcript, has_recording, line, line_position
from jsonb_to_recordset(%(attempts)s) as t (
    attempt_id uuid, call_id uuid, campaign_id uuid, user_id uuid, request_number integer,
    execution_id text, requested_at timestamptz,
    placed_at timestamptz, failure text, failed_at timestamptz, ringing_at timestamptz, answered_at timestamptz,
    ended_at timestamptz, reported_at timestamptz, outcome text, dialled boolean, duration_seconds double precision,
    cost_amount numeric, cost_currency text, hangup_by text, hangup_reason text, error_message text,
    has_transcript boolean, has_recording boolean, line text, line_position bigint
)
order by attempt_id
on conflict (attempt_id) do update set
    request_number = coalesce(a.request_number, excluded.request_number),
    execution_id = coalesce(a.execution_id, excluded.execution_id),
    requested_at = coalesce(a.requested_at, excluded.requested_at),
    placed_at = coalesce(a.placed_at, excluded.placed_at),
    failure = coalesce(a.failure, excluded.failure),
    failed_at = coalesce(a.failed_at, excluded.failed_at),
    ringing_at = coalesce(a.ringing_at, excluded.ringing_at),
    answered_at = coalesce(a.answered_at, excluded.answered_at),
    ended_at = coalesce(a.ended_at, excluded.ended_at),
    reported_at = coalesce(a.reported_at, excluded.reported_at),
    outcome = coalesce(a.outcome, excluded.outcome),
    dialled = coalesce(a.dialled, excluded.dialled),
    duration_seconds = coalesce(a.duration_seconds, excluded.duration_seconds),
    cost_amount = coalesce(a.cost_amount, excluded.cost_amount),
    cost_currency = coalesce(a.cost_currency, excluded.cost_currency),
    hangup_by = coalesce(a.hangup_by, excluded.hangup_by),
    hangup_reason = coalesce(a.hangup_reason, excluded.hangup_reason),
    error_message = coalesce(a.error_message, excluded.error_message),
    has_transcript = coalesce(a.has_transcript, excluded.has_transcript),
    has_recording = coalesce(a.has_recording, excluded.has_recording),
    line = case when excluded.line_position > coalesce(a.line_position, 0) then excluded.line else a.line end,
    line_position = greatest(a.line_position, excluded.line_position)
returning
    campaign_id, user_id, placed_at, failed_at, ringing_at, answered_at, ended_at, reported_at, line is not null as heard,
    dialled, outcome, duration_seconds, cost_amount, cost_currency;

-- name: attempts_so_far
-- What was told of attempts before.
select
    campaign_id, user_id, placed_at, failed_at, ringing_at, answered_at, ended_at, reported_at, line is not null as heard,
    dialled, outcome, duration_seconds, cost_amount, cost_currency
from attempts where attempt_id = any(%(attempts)s);

-- name: count_quarters
-- What attempts that were told of change in the figures of their campaigns.
insert into campaign_quarters as q (
    campaign_id, quarter, user_id, placed, not_placed, answered, voicemail, no_answer, busy, failed,
    line_milliseconds, talk_milliseconds
)
select
    campaign_id, quarter, user_id, coalesce(placed, 0), coalesce(not_placed, 0), coalesce(answered, 0),
    coalesce(voicemail, 0), coalesce(no_answer, 0), coalesce(busy, 0), coalesce(failed, 0),
    coalesce(line_milliseconds, 0), coalesce(talk_milliseconds, 0)
from jsonb_to_recordset(%(quarters)s) as t (
    campaign_id uuid, quarter timestamptz, user_id uuid, placed integer, not_placed integer, answered integer,
    voicemail integer, no_answer integer, busy integer, failed integer, line_milliseconds bigint,
    talk_milliseconds bigint
)
order by campaign_id, quarter
on conflict (campaign_id, quarter) do update set
    placed = q.placed + excluded.placed,
    not_placed = q.not_placed + excluded.not_placed,
    answered = q.answered + excluded.answered,
    voicemail = q.voicemail + excluded.voicemail,
    no_answer = q.no_answer + excluded.no_answer,
    busy = q.busy + excluded.busy,
    failed = q.failed + excluded.failed,
    line_milliseconds = q.line_milliseconds + excluded.line_milliseconds,
    talk_milliseconds = q.talk_milliseconds + excluded.talk_milliseconds;

-- name: count_costs
-- What attempts that were told of change in the cost of their campaigns.
insert into campaign_costs as k (campaign_id, currency, user_id, amount)
select campaign_id, currency, user_id, amount
from jsonb_to_recordset(%(costs)s) as t (campaign_id uuid, currency text, user_id uuid, amount numeric)
order by campaign_id, currency
on conflict (campaign_id, currency) do update set amount = k.amount + excluded.amount;

-- name: calls_named
-- Calls as they stand, locked until the transaction ends.
select
    call_id, campaign_id, status, outcome, reason, attempt_id, attempts, next_attempt_at, settled_at,
    scheduler_position as position
from calls where call_id = any(%(calls)s) order by call_id for update;

-- name: heard
-- What was told of attempts' lines.
select attempt_id, line = 'answered' as answered, line in ('ended', 'reported') as ended
from attempts where attempt_id = any(%(attempts)s) and line is not null;

-- name: put_calls
-- Calls as they stand now.
update calls c set
    status = t.status, outcome = t.outcome, reason = t.reason, attempt_id = t.attempt_id, attempts = t.attempts,
    next_attempt_at = t.next_attempt_at, settled_at = t.settled_at, scheduler_position = t.position
from jsonb_to_recordset(%(calls)s) as t (
    call_id uuid, status text, outcome text, reason text, attempt_id uuid, attempts integer,
    next_attempt_at timestamptz, settled_at timestamptz, position bigint
)
where c.call_id = t.call_id;

-- name: count_calls
-- What calls that moved change in the counters of their campaigns.
update campaign_counters k set
    queued = k.queued + coalesce(t.queued, 0),
    dialling = k.dialling + coalesce(t.dialling, 0),
    in_call = k.in_call + coalesce(t.in_call, 0),
    awaiting_result = k.awaiting_result + coalesce(t.awaiting_result, 0),
    waiting_retry = k.waiting_retry + coalesce(t.waiting_retry, 0),
    settled = k.settled + coalesce(t.settled, 0),
    answered = k.answered + coalesce(t.answered, 0),
    voicemail = k.voicemail + coalesce(t.voicemail, 0),
    no_answer = k.no_answer + coalesce(t.no_answer, 0),
    busy = k.busy + coalesce(t.busy, 0),
    failed = k.failed + coalesce(t.failed, 0),
    cancelled = k.cancelled + coalesce(t.cancelled, 0),
    skipped = k.skipped + coalesce(t.skipped, 0),
    expired = k.expired + coalesce(t.expired, 0),
    unknown = k.unknown + coalesce(t.unknown, 0)
from jsonb_to_recordset(%(changes)s) as t (
    campaign_id uuid, queued integer, dialling integer, in_call integer, awaiting_result integer,
    waiting_retry integer, settled integer, answered integer, voicemail integer, no_answer integer, busy integer,
    failed integer, cancelled integer, skipped integer, expired integer, unknown integer
)
where k.campaign_id = t.campaign_id;

-- name: begin_closing
-- A campaign whose calls are settled at once; an older word than the last changes nothing.
insert into closing_campaigns as c (campaign_id, outcome, at, position, finished)
values (%(campaign_id)s, %(outcome)s, %(at)s, %(position)s, false)
on conflict (campaign_id) do update set
    outcome = excluded.outcome, at = excluded.at, position = excluded.position, finished = false
where c.position < excluded.position
returning campaign_id;

-- name: closing
-- With what the calls of a campaign are being settled.
select outcome, at from closing_campaigns where campaign_id = %(campaign_id)s and not finished;

-- name: close_slice
-- Settles the next calls of a campaign that are not out, and tells how many there were of each status.
with doomed as (
    select call_id, status from calls
    where campaign_id = %(campaign_id)s and status in ('queued', 'waiting_retry')
    order by call_id limit %(slice)s for update
), closed as (
    update calls c set
        status = 'settled', outcome = %(outcome)s, reason = null, next_attempt_at = null, settled_at = %(at)s
    from doomed d where c.call_id = d.call_id
    returning d.status
)
select
    count(*) as settled,
    count(*) filter (where status = 'queued') as queued,
    count(*) filter (where status = 'waiting_retry') as waiting_retry
from closed;

-- name: end_closing
-- Nothing is left to settle.
update closing_campaigns set finished = true where campaign_id = %(campaign_id)s;
