-- What calls came to, by the quarter of an hour in which they were placed: every time zone's hours are whole quarters.

create table campaign_quarters (
    campaign_id uuid not null,
    quarter timestamptz not null,
    user_id uuid not null,
    placed integer not null default 0,
    not_placed integer not null default 0,
    answered integer not null default 0,
    voicemail integer not null default 0,
    no_answer integer not null default 0,
    busy integer not null default 0,
    failed integer not null default 0,
    line_milliseconds bigint not null default 0,
    talk_milliseconds bigint not null default 0,
    primary key (campaign_id, quarter)
) with (fillfactor = 50);
comment on table campaign_quarters is 'projection: always the sum of what domain/figures.py says of the attempts; a row may come to hold noughts alone';
comment on column campaign_quarters.talk_milliseconds is 'of answered attempts; line_milliseconds of all';

create table campaign_costs (
    campaign_id uuid not null,
    currency text not null,
    user_id uuid not null,
    amount numeric not null,
    primary key (campaign_id, currency)
) with (fillfactor = 50);
comment on table campaign_costs is 'projection: what the attempts of a campaign cost, by currency';

-- What a user's calls are doing now is read in this order: out, queued, waiting.
create index calls_in_the_queue_of_a_user on calls (user_id, status, call_id) where status <> 'settled';

-- What was told before this release, as domain/figures.py counts it.
insert into campaign_quarters (
    campaign_id, quarter, user_id, placed, not_placed, answered, voicemail, no_answer, busy, failed,
    line_milliseconds, talk_milliseconds
)
select
    campaign_id, date_bin('15 minutes', moment, 'epoch'), (array_agg(user_id))[1],
    count(*) filter (where placed), count(*) filter (where not placed),
    count(*) filter (where placed and outcome = 'answered'), count(*) filter (where placed and outcome = 'voicemail'),
    count(*) filter (where placed and outcome = 'no-answer'), count(*) filter (where placed and outcome = 'busy'),
    count(*) filter (where placed and outcome = 'failed'),
    coalesce(sum(milliseconds) filter (where placed), 0),
    coalesce(sum(milliseconds) filter (where placed and outcome = 'answered'), 0)
from (
    select
        a.*,
        (a.placed_at is not null or a.line is not null) and a.dialled is distinct from false as placed,
        case
            when (a.placed_at is not null or a.line is not null) and a.dialled is distinct from false
                then coalesce(a.placed_at, a.ringing_at, a.answered_at, a.ended_at, a.reported_at)
            when a.failure is not null or a.dialled = false then coalesce(a.failed_at, a.reported_at)
        end as moment,
        round(a.duration_seconds * 1000)::bigint as milliseconds
    from attempts a
) as told
where moment is not null
group by 1, 2;

insert into campaign_costs (campaign_id, currency, user_id, amount)
select campaign_id, cost_currency, (array_agg(user_id))[1], sum(cost_amount)
from attempts where cost_amount is not null and cost_currency is not null
group by 1, 2;
