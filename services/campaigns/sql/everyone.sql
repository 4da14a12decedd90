-- name: registered_agents
-- Every agent that is registered, and whose it is.
select a.agent_id, a.user_id, u.name as user_name, a.name, a.bolna_agent_id, a.from_phone_numbers
from agents a join users u using (user_id)
where a.removed_at is null order by a.created_at, a.agent_id;

-- name: credential
-- Whose a key is, if it opens anything.
select k.key_id, k.user_id, u.role, k.read_only, u.suspended_at is not null as suspended
from api_keys k join users u using (user_id)
where k.key_hash = %(key_hash)s and k.revoked_at is null and (k.expires_at is null or k.expires_at > %(now)s);

-- name: key_used
-- When a key was used last, to the minute: not a write for each request.
update api_keys set last_used_at = %(now)s
where key_id = %(key_id)s and (last_used_at is null or last_used_at < %(now)s - interval '1 minute');

-- name: users
-- A page of all users, newest first.
select user_id as id, name, email, role, concurrent_calls_limit, timezone, default_country, allowed_countries,
    suspended_at is not null as suspended, created_at
from users
where (%(before_time)s::timestamptz is null or (created_at, user_id) < (%(before_time)s, %(before_id)s::uuid))
order by created_at desc, user_id desc limit %(limit)s;

-- name: user_by_email
-- Who has an e-mail address, whatever its case, and the hash of their password.
select user_id, password_hash from users left join passwords using (user_id) where lower(email) = lower(%(email)s);
