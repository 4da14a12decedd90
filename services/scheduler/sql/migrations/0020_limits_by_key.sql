-- Taking slots looks up the users and campaigns concerned by their keys, however many others there are: joined to a list
-- of unknown length, all of them would be read.

create or replace function take_slots(p_slots jsonb) returns void
language plpgsql as $$
declare
    allowed integer;
    of_users uuid[];
    of_campaigns uuid[];
    offender text;
begin
    select array_agg(distinct t.user_id), array_agg(distinct t.campaign_id) into of_users, of_campaigns
    from jsonb_to_recordset(p_slots) as t (user_id uuid, campaign_id uuid);

    select least(s.concurrent_calls_limit, s.provider_limit) into allowed
    from system s where s.concurrent_calls_limit is not null for update;
    perform 1 from users u where u.user_id = any(of_users) order by u.user_id for update;

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
    from unnest(of_users) as t (user_id)
    where (select count(*) from slots s where s.user_id = t.user_id)
        > coalesce((select u.concurrent_calls_limit from users u where u.user_id = t.user_id), 0)
    limit 1;
    if found then
        raise exception using errcode = 'CC010', constraint = 'slots_within_the_users_limit',
            message = 'user ' || offender || ' may have no more calls live';
    end if;

    select c.campaign_id::text into offender
    from campaigns c
    where c.campaign_id = any(of_campaigns)
        and (select count(*) from slots s where s.user_id = c.user_id and s.campaign_id = c.campaign_id)
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
