-- Frequency caps over all calls to a number, and the pace of a campaign.

alter table attempts add column placed_at timestamptz;
comment on column attempts.placed_at is 'when it was placed: the earliest time that a fact gives for it';

create index attempts_to_a_number_in_time on attempts (phone_number, since);
create index attempts_of_a_campaign_in_time on attempts (campaign_id, since);

alter table calls add column waits_under text;
alter table calls add constraint who_waits_for_a_cap_waits_until_a_time
    check (waits_under is null or waits_until is not null);
comment on column calls.waits_under is 'the frequency caps for which it waits; under others it is looked at anew';

create index calls_waiting_for_a_cap on calls (campaign_id, waits_under) where waits_under is not null;

create or replace view call_queue as
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
        as settled_at,
    g.closed is null and c.waits_under is not null as capped
from calls c
join campaigns g using (campaign_id);
