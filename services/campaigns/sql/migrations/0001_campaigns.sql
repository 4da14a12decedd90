-- Users, agents, contacts, campaigns, calls: projections of the logs; and, further down, records beside the log.

create table users (
    user_id uuid primary key,
    name text not null,
    email text not null,
    role text not null,
    concurrent_calls_limit integer not null,
    timezone text not null,
    default_country text not null,
    allowed_countries text[],
    created_at timestamptz not null,
    suspended_at timestamptz,
    constraint role_is_known check (role in ('member', 'admin')),
    constraint user_limit_is_not_negative check (concurrent_calls_limit >= 0)
);
create unique index one_user_per_email on users (lower(email));
comment on table users is 'public, read-only: concurrent_calls_limit is how many calls of the user may be live at once';

create table settings (
    the_only boolean primary key default true constraint one_row_of_settings check (the_only),
    system_concurrent_calls_limit integer not null,
    constraint system_limit_is_not_negative check (system_concurrent_calls_limit >= 0)
);
comment on table settings is 'public, read-only: the one system_concurrent_calls_limit; no row before the first start';

create table agents (
    agent_id uuid primary key,
    user_id uuid not null,
    name text not null,
    bolna_agent_id text not null,
    from_phone_numbers text[] not null,
    created_at timestamptz not null,
    removed_at timestamptz
);
create unique index bolna_agent_belongs_to_one_user on agents (bolna_agent_id) where removed_at is null;
create index agents_of_a_user on agents (user_id, created_at desc, agent_id desc);

create table contacts (
    contact_id uuid primary key,
    user_id uuid not null,
    phone_number text not null,
    zones text[] not null,
    name text,
    email text,
    company text,
    notes text,
    timezone text,
    tags text[] not null,
    variables jsonb not null,
    priority integer not null generated always as (
        case when name is null then 0 else 100 end
        + case when email is null then 0 else 10 end
        + case when company is null then 0 else 10 end
    ) stored,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    removed_at timestamptz
);
comment on column contacts.zones is 'the zones the number may lie in; the contact''s own timezone, where it is given, goes before them';
create unique index one_contact_per_number_of_a_user on contacts (user_id, phone_number) where removed_at is null;
create index contacts_of_a_user on contacts (user_id, created_at desc, contact_id desc) where removed_at is null;

create table call_campaigns (
    campaign_id uuid primary key,
    user_id uuid not null,
    name text not null,
    agent_id uuid not null,
    next_action text not null,
    settings jsonb not null,
    hidden boolean not null,
    status text not null,
    status_reason text,
    chunks integer not null default 0,
    calls integer not null default 0,
    upload_closed boolean not null default false,
    drained integer,
    created_at timestamptz not null,
    scheduled_at timestamptz,
    started_at timestamptz,
    completed_at timestamptz,
    deleted_at timestamptz,
    updated_at timestamptz not null,
    revision integer not null default 1,
    constraint campaign_status_is_known
        check (status in ('draft', 'scheduled', 'active', 'paused', 'completed', 'cancelled'))
) with (fillfactor = 70);
comment on table call_campaigns is 'public, read-only: campaigns as their owners see them';
comment on column call_campaigns.calls is 'calls ever queued, over all chunks';
comment on column call_campaigns.drained is 'how many were settled when the scheduler last told that nothing was left';
create index campaigns_of_a_user on call_campaigns (user_id, created_at desc, campaign_id desc) where deleted_at is null;
create index unfinished_campaigns_of_an_agent on call_campaigns (agent_id)
    where status in ('draft', 'scheduled', 'active', 'paused') and deleted_at is null;

create table campaign_counters (
    campaign_id uuid primary key,
    user_id uuid not null,
    total integer not null default 0,
    queued integer not null default 0,
    dialling integer not null default 0,
    in_call integer not null default 0,
    awaiting_result integer not null default 0,
    waiting_retry integer not null default 0,
    settled integer not null default 0,
    answered integer not null default 0,
    voicemail integer not null default 0,
    no_answer integer not null default 0,
    busy integer not null default 0,
    failed integer not null default 0,
    cancelled integer not null default 0,
    skipped integer not null default 0,
    expired integer not null default 0,
    unknown integer not null default 0
) with (fillfactor = 50);
comment on table campaign_counters is 'how many calls of a campaign stand where, kept with every change of a call: always what a count of calls would give';
create index counters_of_a_user on campaign_counters (user_id);

create table calls (
    call_id uuid primary key,
    campaign_id uuid not null,
    user_id uuid not null,
    contact_id uuid not null,
    chunk integer not null,
    place integer not null,
    phone_number text not null,
    name text,
    priority integer not null,
    status text not null default 'queued',
    outcome text,
    reason text,
    attempt_id uuid,
    attempts integer not null default 0,
    queued_at timestamptz not null,
    next_attempt_at timestamptz,
    settled_at timestamptz,
    scheduler_position bigint not null default 0,
    constraint one_call_per_contact_of_a_campaign unique (contact_id, campaign_id),
    constraint one_call_per_place_of_a_chunk unique (campaign_id, chunk, place),
    constraint call_status_is_known
        check (status in ('queued', 'dialling', 'in_call', 'awaiting_result', 'waiting_retry', 'settled')),
    constraint outcome_only_when_settled check ((outcome is not null) = (status = 'settled'))
) with (fillfactor = 80);
comment on column calls.attempts is 'calls placed, as the scheduler last told';
comment on column calls.scheduler_position is 'the scheduler''s event applied last: an older one changes nothing';
create index calls_of_a_campaign on calls (campaign_id, call_id);
create index calls_of_a_campaign_by_status on calls (campaign_id, status, call_id);
create index calls_of_a_campaign_by_outcome on calls (campaign_id, outcome, call_id) where outcome is not null;
create index calls_of_a_user on calls (user_id, queued_at desc, call_id desc);
create index calls_of_a_number on calls (user_id, phone_number);

create table attempts (
    attempt_id uuid primary key,
    call_id uuid not null,
    campaign_id uuid not null,
    user_id uuid not null,
    request_number integer,
    execution_id text,
    requested_at timestamptz,
    placed_at timestamptz,
    failure text,
    failed_at timestamptz,
    ringing_at timestamptz,
    answered_at timestamptz,
    ended_at timestamptz,
    reported_at timestamptz,
    outcome text,
    dialled boolean,
    duration_seconds double precision,
    cost_amount numeric,
    cost_currency text,
    hangup_by text,
    hangup_reason text,
    error_message text,
    has_transcript boolean,
    has_recording boolean,
    line text,
    line_position bigint
) with (fillfactor = 70);
comment on table attempts is 'what was told of each attempt, each column by one service: the first word, so that the order of logs makes no difference';
comment on column attempts.line is 'what webhooks told last of the line, at line_position of their log: a call may turn out to be live after all';
create index attempts_of_a_call on attempts (call_id);
create index attempts_of_a_campaign on attempts (campaign_id);

create table closing_campaigns (
    campaign_id uuid primary key,
    outcome text not null,
    at timestamptz not null,
    position bigint not null,
    finished boolean not null
);
comment on table closing_campaigns is 'campaigns whose calls were settled at once: what is left of a large one is settled in slices, each by an event';
create index campaigns_still_closing on closing_campaigns (campaign_id) where not finished;

create table imports (
    import_id uuid primary key,
    user_id uuid not null,
    campaign_id uuid,
    chunks integer not null,
    chunks_done integer not null default 0,
    total_rows integer not null,
    accepted integer not null,
    rejected integer not null,
    duplicates integer not null,
    queued integer not null default 0,
    already_in_campaign integer not null default 0,
    accepted_at timestamptz not null,
    finished_at timestamptz
);
create index imports_still_queueing on imports (user_id, accepted_at, import_id) where finished_at is null;
create index imports_of_a_campaign on imports (campaign_id) where finished_at is null;

-- Records beside the log: nothing below can be rebuilt from events.

create table uploads (
    import_id uuid primary key,
    user_id uuid not null,
    status text not null,
    file_name text,
    failure jsonb,
    problems jsonb not null default '[]',
    warnings jsonb not null default '[]',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint upload_status_is_known check (status in ('receiving', 'validating', 'staged', 'failed'))
);
comment on table uploads is 'a file on its way in, before and beside the events of its import; problems and warnings: the first 100';
create index uploads_of_a_user on uploads (user_id, created_at desc);

create table upload_rejects (
    import_id uuid not null,
    part integer not null,
    csv bytea not null,
    primary key (import_id, part)
);
comment on table upload_rejects is 'the file of rejected rows, in parts of at most 1 MiB';

create table import_chunks (
    import_id uuid not null,
    chunk integer not null,
    rows jsonb not null,
    primary key (import_id, chunk),
    constraint chunks_count_from_one check (chunk >= 1)
);
comment on table import_chunks is 'rows of an accepted or arriving file, at most 1,000 and 400 KB a chunk; gone once queued';

create table api_keys (
    key_id uuid primary key,
    user_id uuid not null,
    name text not null,
    key_hash text not null,
    prefix text not null,
    read_only boolean not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    constraint key_is_hashed_with_sha256 check (length(key_hash) = 64)
);
create unique index one_key_per_hash on api_keys (key_hash);
create index keys_of_a_user on api_keys (user_id, created_at desc);

create table passwords (
    user_id uuid primary key,
    password_hash text not null,
    changed_at timestamptz not null
);

create table sessions (
    session_hash text primary key,
    user_id uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index sessions_by_expiry on sessions (expires_at);
create index sessions_of_a_user on sessions (user_id);

create table idempotency (
    user_id uuid not null,
    key text not null,
    request_hash text not null,
    resource_id uuid,
    status integer,
    headers jsonb,
    body text,
    created_at timestamptz not null,
    held_until timestamptz,
    primary key (user_id, key)
);
comment on table idempotency is 'first answers by Idempotency-Key; no status: a request holds the key until held_until, or died';
create index idempotency_by_age on idempotency (created_at);
