-- name: take
-- A request to dial becomes an attempt; one that is known stays as it is.
insert into attempts (
    attempt_id, call_id, campaign_id, user_id, contact_id, agent_id, request_number, phone_number, from_phone_numbers,
    next_action, timezone, user_data, as_of, dial_before, state
)
select
    t.attempt_id, t.call_id, t.campaign_id, t.user_id, t.contact_id, t.agent_id, t.request_number, t.phone_number,
    t.from_phone_numbers, t.next_action, t.timezone, t.user_data, t.as_of, t.dial_before, 'taken'
from jsonb_to_recordset(%(requests)s) as t (
    attempt_id uuid, call_id uuid, campaign_id uuid, user_id uuid, contact_id uuid, agent_id uuid,
    request_number integer, phone_number text, from_phone_numbers text[], next_action text, timezone text,
    user_data jsonb, as_of bigint, dial_before timestamptz
)
on conflict (attempt_id) do nothing;

-- name: attempted
-- The POST is about to begin: from here on only a fact tells what became of it.
update attempts a set
    state = 'sending', not_before = null, bolna_agent_id = t.bolna_agent_id, from_phone_number = t.from_phone_number,
    attempted_at = t.at, send_by = t.send_by
from jsonb_to_recordset(%(rows)s) as t (
    attempt_id uuid, bolna_agent_id text, from_phone_number text, at timestamptz, send_by timestamptz
)
where a.attempt_id = t.attempt_id;

-- name: deferred
-- Nothing was placed and the same attempt is sent again later.
update attempts a set state = 'taken', not_before = t.until
from jsonb_to_recordset(%(rows)s) as t (attempt_id uuid, until timestamptz)
where a.attempt_id = t.attempt_id;

-- name: placed
-- Bolna has the call, under this execution.
update attempts a set state = 'placed', execution_id = t.execution_id, unknown_since = null, failure = null
from jsonb_to_recordset(%(rows)s) as t (attempt_id uuid, execution_id text)
where a.attempt_id = t.attempt_id;

-- name: failed
-- It is proved, or presumed, that nothing was placed.
update attempts a set state = 'failed', failure = t.reason, unknown_since = null
from jsonb_to_recordset(%(rows)s) as t (attempt_id uuid, reason text)
where a.attempt_id = t.attempt_id;

-- name: unknown
-- Nothing tells whether the call was placed.
update attempts a set state = 'unknown', unknown_since = t.at
from jsonb_to_recordset(%(rows)s) as t (attempt_id uuid, at timestamptz)
where a.attempt_id = t.attempt_id and a.state <> 'unknown';

-- name: heard
-- The webhooks told of calls: Bolna does not hold them back, or no longer.
update attempts a set heard = true
from jsonb_to_recordset(%(rows)s) as t (attempt_id uuid)
where a.attempt_id = t.attempt_id and not a.heard;

-- name: stopped
-- A call was stopped while Bolna held it back.
update attempts a set heard = true, failure = 'stopped'
from jsonb_to_recordset(%(rows)s) as t (attempt_id uuid)
where a.attempt_id = t.attempt_id;

-- name: not_heard_of
-- Placed calls of which nothing was heard.
select attempt_id from attempts where state = 'placed' and not heard;

-- name: agents_set
-- Which agent at Bolna an agent is, and from which numbers it calls.
insert into agents (agent_id, bolna_agent_id, from_phone_numbers)
select t.agent_id, t.bolna_agent_id, t.from_phone_numbers
from jsonb_to_recordset(%(rows)s) as t (agent_id uuid, bolna_agent_id text, from_phone_numbers text[])
on conflict (agent_id) do update set
    bolna_agent_id = excluded.bolna_agent_id, from_phone_numbers = excluded.from_phone_numbers;

-- name: changed
-- Remembers at which position of campaigns a subject of the last look changed.
insert into changes (subject, position)
select t.subject, max(t.position) from jsonb_to_recordset(%(rows)s) as t (subject text, position bigint)
group by t.subject
on conflict (subject) do update set position = greatest(changes.position, excluded.position);

-- name: attempts_in_state
-- Attempts whose end is still open, oldest request first.
select * from attempts where state = any(%(states)s) order by dial_before, attempt_id;

-- name: attempts_by_id
-- Attempts as they stand.
select * from attempts where attempt_id = any(%(attempt_ids)s::uuid[]);

-- name: agents
-- Agents by id.
select agent_id, bolna_agent_id, from_phone_numbers from agents where agent_id = any(%(agent_ids)s::uuid[]);

-- name: changes
-- Where the subjects of a last look changed last.
select subject, position from changes where subject = any(%(subjects)s);

-- name: sent_since
-- The send times that the provider's rate still counts.
select attempted_at from attempts where attempted_at > %(since)s order by attempted_at;

-- name: claimed
-- Which of these executions are an attempt's already.
select execution_id from attempts where execution_id = any(%(execution_ids)s);

-- name: account
-- The circuit breaker as it stands, and what Bolna allows the account.
select phase, since, trouble, strikes, concurrency_limit from account;

-- name: put_circuit
-- Dialling was stopped, is tried, or goes on.
update account set phase = %(phase)s, since = %(since)s, trouble = %(trouble)s, strikes = %(strikes)s;

-- name: put_concurrency_limit
-- What Bolna allows the account.
update account set concurrency_limit = %(limit)s;

-- name: attempts_begun_since
-- Attempts whose POST began lately, for the share of failures among them.
select * from attempts where attempted_at > %(since)s order by attempted_at;

-- name: put_history
-- The log goes on from a backup.
update account set restored_epoch = %(epoch)s, executions_since = %(since)s;

-- name: history
-- Whether the log goes on from a backup, whether that is known, and when it recorded last.
select
    h.epoch, h.restored_at, a.restored_epoch, a.executions_since,
    (select at from events order by position desc limit 1) as last_at
from head h, account a;

-- name: found
-- Calls that a restore has forgotten.
insert into forgotten (execution_id, bolna_agent_id, call_id, phone_number, created_at)
select t.execution_id, t.bolna_agent_id, t.call_id, t.phone_number, t.created_at
from jsonb_to_recordset(%(rows)s) as t (
    execution_id text, bolna_agent_id text, call_id uuid, phone_number text, created_at timestamptz
)
on conflict (execution_id) do nothing;

-- name: bolna_agents
-- Which agents at Bolna ours are.
select distinct bolna_agent_id from agents order by 1;

-- name: any_forgotten
-- Whether a restore has forgotten anything at all.
select exists (select from forgotten) as forgotten;

-- name: forgotten_among
-- Which of these executions are known to be forgotten.
select execution_id from forgotten where execution_id = any(%(execution_ids)s);

-- name: forgotten_of
-- The forgotten executions of these calls, and those of these numbers that name no call; not those that an attempt has.
select f.execution_id, f.bolna_agent_id, f.call_id, f.phone_number, f.created_at
from forgotten f
where (f.call_id = any(%(call_ids)s::uuid[]) or f.call_id is null and f.phone_number = any(%(phone_numbers)s))
    and not exists (select from attempts a where a.execution_id = f.execution_id)
order by f.created_at nulls first, f.execution_id;
