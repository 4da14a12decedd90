-- What the provider tells: attempts are a projection of events; the other tables are records beside the log.

create table attempts (
    attempt_id uuid primary key,
    call_id uuid not null,
    campaign_id uuid not null,
    user_id uuid not null,
    bolna_agent_id text not null,
    phone_number text not null,
    execution_id text,
    quiet_since timestamptz not null,
    line text not null default 'placed'
        constraint line_is_one_that_we_tell_of check (line in ('placed', 'ringing', 'answered', 'free')),
    answered boolean not null default false,
    reported boolean not null default false,
    given_up boolean not null default false
);
comment on table attempts is
    'projection: attempts that Bolna may have taken, whose agent and number are known, and what was told of their calls';
comment on column attempts.quiet_since is 'when the call was placed, or its outcome became unknown';
comment on column attempts.given_up is 'the dialer holds that it was not placed';

create index attempt_of_an_execution on attempts (execution_id) where execution_id is not null;
create index attempts_not_over on attempts (attempt_id) where not given_up and not (reported and line = 'free');

create table executions (
    execution_id text primary key,
    statuses text[] not null default '{}',
    newest timestamptz,
    on_line boolean not null default false,
    line_ended_at timestamptz,
    first_heard_at timestamptz not null,
    heard_at timestamptz
);
comment on table executions is 'record: what was heard of each execution, whether or not it made events';
comment on column executions.statuses is 'each word that was heard, in the order of its first arrival';
comment on column executions.heard_at is 'when a webhook last came; answers to our own questions stand in looks';
comment on column executions.newest is 'the latest moment, by Bolna''s clock, of which anything was heard';

create table reports (
    execution_id text primary key,
    transcript text,
    summary text,
    recording_url text,
    extracted_data jsonb,
    voicemail boolean,
    duration_seconds double precision,
    cost_cents numeric,
    hangup_by text,
    hangup_reason text,
    error_message text
);
comment on table reports is 'record: what was said in a call and what it cost; personal data';

create table deliveries (
    digest bytea primary key,
    body bytea not null,
    execution_id text,
    claimed_attempt uuid,
    status text,
    standing text not null
        constraint standing_of_a_delivery check (standing in ('counted', 'waiting', 'not_the_attempts', 'unreadable')),
    error text,
    times integer not null default 1,
    received_at timestamptz not null,
    last_received_at timestamptz not null
);
comment on table deliveries is 'record: every webhook body as it came, once, with how often it came and what became of it';
comment on column deliveries.digest is 'SHA-256 of the body';
comment on column deliveries.claimed_attempt is 'the attempt_id that the body echoes from user_data';

create index deliveries_of_an_execution on deliveries (execution_id, received_at);
create index deliveries_that_wait_for_an_attempt on deliveries (claimed_attempt)
    where standing = 'waiting' and claimed_attempt is not null;
create index deliveries_by_age on deliveries (last_received_at);

create table looks (
    execution_id text primary key,
    asked_at timestamptz not null,
    next_at timestamptz not null,
    fruitless integer not null default 0,
    missing_since timestamptz
);
comment on table looks is 'record: what came of asking Bolna about a silent call';
