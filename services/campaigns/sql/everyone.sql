-- name: registered_agents
-- Every agent that is registered, and whose it is.
select a.agent_id, a.user_id, u.name as user_name, a.name, a.bolna_agent_id, a.from_phone_numbers
from agents a join users u using (user_id)
where a.removed_at is null order by a.created_at, a.agent_id;

-- name: users
-- A page of all users, newest first; the one alone who has an e-mail address, where it is given.
select user_id as id, name, email, role, concurrent_calls_limit, weight, timezone, default_country, allowed_countries,
    suspended_at is not null as suspended, created_at
from users
where (%(email)s::text is null or lower(email) = lower(%(email)s))
    and (%(before_time)s::timestamptz is null or (created_at, user_id) < (%(before_time)s, %(before_id)s::uuid))
order by created_at desc, user_id desc limit %(limit)s;

-- name: user_by_email
-- Who has an e-mail address, whatever its case, and the hash of their password.
select user_id, password_hash from users left join passwords using (user_id) where lower(email) = lower(%(email)s);

-- name: acts
-- A page of what people had recorded, newest first: from the log.
select e.position, e.event_id as id, e.at, e.type as action, e.stream, e.user_id, e.data, e.actor_id, e.credential,
    a.name as actor_name
from events e left join users a on a.user_id = e.actor_id
where e.actor_id is not null and e.type <> all(%(left_out)s)
    and (%(user_id)s::uuid is null or e.user_id = %(user_id)s)
    and (%(actor_id)s::uuid is null or e.actor_id = %(actor_id)s)
    and (%(since)s::timestamptz is null or e.at >= %(since)s)
    and (%(until)s::timestamptz is null or e.at < %(until)s)
    and (%(before_position)s::bigint is null or e.position < %(before_position)s)
order by e.position desc limit %(limit)s;

-- name: do_not_call
-- A page of a do-not-call list, newest first; of one number alone where it is given.
select d.phone_number, d.scope, d.reason, d.created_at, d.entry_id
from do_not_call d
where d.scope = %(scope)s and d.user_id = %(user_id)s
    and (%(number)s::text is null or d.phone_number = %(number)s)
    and (%(before_time)s::timestamptz is null or (d.created_at, d.entry_id) < (%(before_time)s, %(before_id)s::uuid))
order by d.created_at desc, d.entry_id desc limit %(limit)s;

-- name: limit_before_stop
-- The system limit that held before everything was stopped by a limit of 0; the log keeps it. No row where none was.
select (data ->> 'system_concurrent_calls_limit')::integer as system_limit
from events
where stream = 'system' and type = 'SystemLimitChanged' and (data ->> 'system_concurrent_calls_limit')::integer > 0
order by version desc limit 1;
