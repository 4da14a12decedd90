-- The queue, the slots and what decides turns. Every row is made from events alone and can be made again from them.

create table system (
    the_only boolean primary key default true constraint one_system check (the_only),
    concurrent_calls_limit integer,
    provider_limit integer,
    dialling_stopped text,
    dialling_bound integer,
    dialling_resumed_turn bigint,
    turn bigint not null default 0
) with (fillfactor = 10);
comment on table system is 'limits that hold for everybody, whether dialling is possible, and the number of the last turn; its row is locked by whoever takes slots';

insert into system default values;

create table users (
    user_id uuid primary key,
    concurrent_calls_limit integer not null,
    suspended boolean not null default false,
    last_turn bigint not null default 0
) with (fillfactor = 50);
comment on column users.last_turn is 'kept for ever, so that leaving and coming back gains nothing';

create table agents (
    agent_id uuid primary key,
    user_id uuid not null,
    from_phone_numbers text[] not null,
    removed boolean not null default false
);

create table campaigns (
    campaign_id uuid primary key,
    user_id uuid not null,
    agent_id uuid not null,
    next_action text not null,
    settings jsonb not null,
    by_contact_zone boolean not null,
    max_concurrent_calls integer,
    state text not null default 'draft'
        constraint campaign_state_is_known check (state in ('draft', 'running', 'paused', 'cancelled', 'completed')),
    trouble text,
    opened boolean not null default false,
    upload_closed boolean not null default false,
    total integer not null default 0,
    dialling integer not null default 0,
    in_call integer not null default 0,
    awaiting_result integer not null default 0,
    waiting_retry integer not null default 0,
    settled integer not null default 0,
    closed text,
    closed_at timestamptz,
    drained integer
) with (fillfactor = 50);
comment on column campaigns.total is 'calls queued, those of chunks not yet fetched among them';
comment on column campaigns.closed is 'the outcome of all calls that were not out when the campaign was closed, whatever their rows say';

create index campaigns_of_a_user on campaigns (user_id);

create table lanes (
    campaign_id uuid not null,
    zone text not null,
    last_turn bigint not null default 0,
    primary key (campaign_id, zone)
) with (fillfactor = 50);
comment on column lanes.zone is 'the zones a contact may be in, comma-separated; * is the one lane of a campaign that goes by its own zone';

create table chunks (
    campaign_id uuid not null,
    chunk integer not null,
    user_id uuid not null,
    total integer not null,
    fetched integer not null default 0,
    complete boolean not null default false,
    arrived bigint not null,
    primary key (campaign_id, chunk)
) with (fillfactor = 50);

create index chunks_to_fetch_of_a_user_by_arrival on chunks (user_id, arrived) where not complete;

create table calls (
    call_id uuid primary key,
    campaign_id uuid not null,
    contact_id uuid not null,
    user_id uuid not null,
    phone_number text not null,
    zone text not null,
    priority integer not null,
    place bigint not null,
    status text not null default 'queued'
        constraint call_status_is_known
        check (status in ('queued', 'dialling', 'in_call', 'awaiting_result', 'waiting_retry', 'settled')),
    outcome text constraint settled_call_has_its_outcome check ((outcome is not null) = (status = 'settled')),
    reason text,
    attempts integer not null default 0,
    request_number integer not null default 0,
    attempt_id uuid,
    setbacks integer not null default 0,
    waits_until timestamptz,
    waits_for uuid,
    awaiting_since timestamptz,
    as_of bigint not null,
    user_data jsonb not null,
    queued_at timestamptz not null,
    settled_at timestamptz
) with (fillfactor = 80);
comment on column calls.place is 'first come: the chunk, then the row in it';
comment on column calls.waits_for is 'the attempt, of whatever user, that has the number in use';
comment on column calls.as_of is 'the campaigns position at which number, zone and priority held';

create index ready_calls_of_a_campaign_in_turn on calls (campaign_id, priority desc, place)
    where status = 'queued' and waits_for is null and waits_until is null;
create index ready_calls_of_a_lane_in_turn on calls (campaign_id, zone, priority desc, place)
    where status = 'queued' and waits_for is null and waits_until is null;
create index calls_waiting_for_a_time on calls (campaign_id, waits_until) where waits_until is not null;
create index calls_awaiting_a_result_since on calls (awaiting_since) where awaiting_since is not null;
create index calls_in_their_place_by_number on calls (phone_number) where status in ('queued', 'waiting_retry');
create index calls_in_their_place_by_contact on calls (contact_id) where status in ('queued', 'waiting_retry');

create table attempts (
    attempt_id uuid primary key,
    call_id uuid not null,
    campaign_id uuid not null,
    user_id uuid not null,
    since timestamptz not null,
    phone_number text,
    placed boolean not null,
    answered boolean not null,
    unknown boolean not null,
    stopped boolean not null,
    ended_at timestamptz,
    failure text,
    scope text,
    outcome text,
    released boolean not null,
    decided boolean not null
) with (fillfactor = 70);
comment on table attempts is 'facts heard of each attempt, those of attempts and calls not known here among them';

create index attempts_of_a_call on attempts (call_id);

create table slots (
    attempt_id uuid primary key,
    call_id uuid not null,
    user_id uuid not null,
    campaign_id uuid not null,
    phone_number text,
    since timestamptz not null,
    turn bigint not null default 0,
    awaited text not null
        constraint awaited_fact_is_known check (awaited in ('placing', 'whether_placed', 'line_end'))
) with (fillfactor = 50);
comment on table slots is 'calls that may be live at the provider; references nothing that can be deleted';
comment on column slots.turn is 'the number of the turn that took it; 0 where it was booked';

create index slots_of_a_user on slots (user_id);
create index slots_by_number on slots (phone_number);

create table do_not_call (
    scope text not null,
    user_id uuid not null,
    phone_number text not null,
    primary key (phone_number, scope, user_id)
);
comment on column do_not_call.user_id is 'all zeroes where the scope is the system';

create table removed_contacts (
    contact_id uuid primary key
);

-- Takes slots, or raises: whoever decided, never more calls are live than the limits allow. The rows of the limits are
-- locked first, so that those who count at the same time count one after another.
create function take_slots(p_slots jsonb) returns void
language plpgsql as $$
declare
    allowed integer;
    offender text;
begin
    select least(s.concurrent_calls_limit, s.provider_limit) into allowed
    from system s where s.concurrent_calls_limit is not null for update;
    perform 1 from users u
    where u.user_id in (select t.user_id from jsonb_to_recordset(p_slots) as t (user_id uuid))
    order by u.user_id for update;

    insert into slots (attempt_id, call_id, user_id, campaign_id, phone_number, since, turn, awaited)
    select t.attempt_id, t.call_id, t.user_id, t.campaign_id, t.phone_number, t.since, s.turn + t.n, 'placing'
    from jsonb_to_recordset(p_slots) as t (
        n bigint, attempt_id uuid, call_id uuid, user_id uuid, campaign_id uuid, phone_number text, since timestamptz
    ), system s;

    if allowed is null or (select count(*) from slots) > allowed then
        raise exception using errcode = 'CC010', constraint = 'slots_within_the_system_limit',
            message = 'no more than ' || coalesce(allowed::text, 'a limit not yet known') || ' calls may be live';
    end if;

    select t.user_id::text into offender
    from (select distinct r.user_id from jsonb_to_recordset(p_slots) as r (user_id uuid)) t
    left join users u using (user_id)
    where (select count(*) from slots s where s.user_id = t.user_id) > coalesce(u.concurrent_calls_limit, 0)
    limit 1;
    if found then
        raise exception using errcode = 'CC010', constraint = 'slots_within_the_users_limit',
            message = 'user ' || offender || ' may have no more calls live';
    end if;

    select t.campaign_id::text into offender
    from (select distinct r.campaign_id from jsonb_to_recordset(p_slots) as r (campaign_id uuid)) t
    join campaigns c using (campaign_id)
    where (select count(*) from slots s where s.user_id = c.user_id and s.campaign_id = t.campaign_id)
        > c.max_concurrent_calls
    limit 1;
    if found then
        raise exception using errcode = 'CC010', constraint = 'slots_within_the_campaigns_limit',
            message = 'campaign ' || offender || ' may have no more calls live';
    end if;

    select s.attempt_id::text into offender
    from jsonb_to_recordset(p_slots) as t (attempt_id uuid, phone_number text)
    join slots s on s.phone_number = t.phone_number and s.attempt_id <> t.attempt_id
    limit 1;
    if found then
        raise exception using errcode = 'CC010', constraint = 'one_open_attempt_per_number',
            message = 'attempt ' || offender || ' has the number in use';
    end if;
end
$$;

create view call_queue as
select
    c.call_id,
    c.campaign_id,
    c.contact_id,
    c.user_id,
    c.phone_number,
    case when c.zone = '' then array[]::text[] else string_to_array(c.zone, ',') end as zones,
    case when g.by_contact_zone then c.zone else '*' end as lane,
    c.priority,
    c.place as queue_order,
    case when g.closed is not null and c.status in ('queued', 'waiting_retry') then 'settled' else c.status end as status,
    case when g.closed is not null and c.status in ('queued', 'waiting_retry') then g.closed else c.outcome end as outcome,
    c.reason,
    c.attempts,
    c.request_number,
    c.attempt_id,
    case when g.closed is null then c.waits_until end as waits_until,
    case when g.closed is null then c.waits_for end as waits_for,
    c.awaiting_since,
    c.user_data,
    c.queued_at,
    case when g.closed is not null and c.status in ('queued', 'waiting_retry') then g.closed_at else c.settled_at end
        as settled_at
from calls c
join campaigns g using (campaign_id);
comment on view call_queue is 'one row a call, read-only and stable: columns are only ever added';
