-- Attempts to place a call, and what the last look needs to know of campaigns.

create table attempts (
    attempt_id uuid primary key,
    call_id uuid not null,
    campaign_id uuid not null,
    user_id uuid not null,
    contact_id uuid not null,
    agent_id uuid not null,
    request_number integer not null,
    phone_number text not null,
    from_phone_numbers text[] not null,
    next_action text not null,
    timezone text not null,
    user_data jsonb not null,
    as_of bigint not null,
    dial_before timestamptz not null,
    state text not null,
    not_before timestamptz,
    bolna_agent_id text,
    from_phone_number text,
    attempted_at timestamptz,
    send_by timestamptz,
    unknown_since timestamptz,
    execution_id text,
    failure text,
    constraint attempt_state_is_known check (state in ('taken', 'sending', 'unknown', 'placed', 'failed'))
);
create index attempts_not_yet_settled on attempts (state) where state in ('taken', 'sending', 'unknown');
create index attempts_of_the_last_minute on attempts (attempted_at) where attempted_at is not null;
create unique index execution_belongs_to_one_attempt on attempts (execution_id) where execution_id is not null;

create table agents (
    agent_id uuid primary key,
    bolna_agent_id text not null,
    from_phone_numbers text[] not null
);

create table changes (
    subject text primary key,
    position bigint not null
);
comment on table changes is 'the last campaigns position that bears on a campaign, user, contact, agent or number: what the last look looks at';
