-- name: caller_by_key
-- Whose key this is, as things stand now. Revoked keys are not found.
select
    u.user_id, u.name, u.email, u.role, u.timezone, u.default_country, u.allowed_countries, u.concurrent_calls_limit,
    u.suspended_at is not null as suspended,
    'key' as kind, k.key_id as id, k.key_hash as hash, k.read_only, k.expires_at,
    coalesce(k.expires_at <= clock_timestamp(), false) as expired,
    coalesce(k.last_used_at < clock_timestamp() - interval '1 minute', true) as use_is_news
from api_keys k
join users u using (user_id)
where k.key_hash = %(key_hash)s and k.revoked_at is null;

-- name: key_was_used
-- Remembers that a key was used; asked for at most once a minute.
update api_keys set last_used_at = clock_timestamp()
where key_id = %(id)s and coalesce(last_used_at < clock_timestamp() - interval '1 minute', true);

-- name: caller_by_session
-- Whose session this is, as things stand now. One that is over, or was idle for too long, is not found.
select
    u.user_id, u.name, u.email, u.role, u.timezone, u.default_country, u.allowed_countries, u.concurrent_calls_limit,
    u.suspended_at is not null as suspended,
    'session' as kind, s.session_id as id, s.session_hash as hash, false as read_only, s.expires_at,
    false as expired,
    s.last_seen_at < clock_timestamp() - interval '1 minute' as use_is_news
from sessions s
join users u using (user_id)
where s.session_hash = %(session_hash)s
    and s.expires_at > clock_timestamp() and s.last_seen_at > clock_timestamp() - make_interval(secs => %(idle)s);

-- name: session_was_used
-- Remembers that a session was used; asked for at most once a minute.
update sessions set last_seen_at = clock_timestamp()
where session_id = %(id)s and last_seen_at < clock_timestamp() - interval '1 minute';

-- name: session_of_cookie
-- Which session a cookie opens, over or not.
select session_id, user_id from sessions where session_hash = %(session_hash)s;

-- name: sign_in_link
-- When a link opens nothing any more.
select expires_at from sign_in_links where link_id = %(link_id)s;

-- name: forget_sessions
-- Sessions that are over.
delete from sessions
where expires_at <= clock_timestamp() or last_seen_at <= clock_timestamp() - make_interval(secs => %(idle)s);

-- name: forget_links
-- Links that sign nobody in any more; kept for a day, so that one used twice is known as such.
delete from sign_in_links where expires_at <= clock_timestamp() - interval '1 day';

-- name: claim_idempotency_key
-- Takes a key that is new, a day old, or was left by a request that died; no row: it is answered, held, or another's.
insert into idempotency as i (user_id, key, request_hash, resource_id, created_at, held_until)
values (
    %(user_id)s, %(key)s, %(request_hash)s, %(resource_id)s, clock_timestamp(),
    clock_timestamp() + make_interval(secs => %(seconds)s)
)
on conflict (user_id, key) do update set
    request_hash = excluded.request_hash,
    resource_id = case
        when i.created_at < clock_timestamp() - interval '24 hours' then excluded.resource_id else i.resource_id
    end,
    created_at = case
        when i.created_at < clock_timestamp() - interval '24 hours' then excluded.created_at else i.created_at
    end,
    status = null,
    headers = null,
    body = null,
    held_until = excluded.held_until
where (i.created_at < clock_timestamp() - interval '24 hours' and coalesce(i.held_until < clock_timestamp(), true))
    or (i.status is null and i.held_until < clock_timestamp() and i.request_hash = excluded.request_hash)
returning resource_id, held_until;

-- name: idempotency_key
-- What a key stands for now.
select request_hash, resource_id, status, headers, body from idempotency where user_id = %(user_id)s and key = %(key)s;

-- name: hold_idempotency_key
-- Keeps a key for a request that still works; no row: it is answered, or another request took it.
update idempotency set held_until = clock_timestamp() + make_interval(secs => %(seconds)s)
where user_id = %(user_id)s and key = %(key)s and held_until = %(held_until)s and status is null
returning held_until;

-- name: keep_idempotent_effect
-- Keeps, in the transaction of the effect, that it happened and to what; no row: another request took the key.
update idempotency set status = %(status)s, resource_id = %(resource_id)s
where user_id = %(user_id)s and key = %(key)s and held_until = %(held_until)s and status is null
returning key;

-- name: answer_idempotency_key
-- Keeps the first answer.
update idempotency set status = %(status)s, headers = %(headers)s, body = %(body)s
where user_id = %(user_id)s and key = %(key)s and body is null;

-- name: release_idempotency_key
-- Gives a key back: its request was refused and changed nothing.
delete from idempotency
where user_id = %(user_id)s and key = %(key)s and held_until = %(held_until)s and status is null;

-- name: forget_idempotency_keys
-- Answers older than a day are not replayed any more.
delete from idempotency
where created_at < clock_timestamp() - interval '24 hours' and coalesce(held_until < clock_timestamp(), true);

-- name: recent_stops
-- The last pause or cancel of each campaign, where it is not so long ago that the dialer has stopped by itself.
select stream, max(position) as position
from events
where stream = any(%(streams)s) and type in ('CampaignPaused', 'CampaignCancelled')
group by stream
having max(at) > clock_timestamp() - make_interval(secs => %(seconds)s);

-- name: sweep_uploads
-- Uploads whose process died before they were accepted: what was staged of them goes, and they say so.
with dead as (
    update uploads set
        status = 'failed',
        failure = jsonb_build_object(
            'code', 'import_interrupted',
            'title', 'The import broke off',
            'detail', 'The process that read the file ended; upload it again',
            'errors', '[]'::jsonb
        ),
        updated_at = clock_timestamp()
    where status in ('receiving', 'validating') and request is null
        and updated_at < clock_timestamp() - make_interval(secs => %(seconds)s)
    returning import_id
)
delete from import_chunks where import_id in (select import_id from dead);

-- name: not_waiting_for_the_disk
-- What is committed is safe with the next commit that waits: only for what nobody was told of yet.
set local synchronous_commit = off;

-- name: keep_file_part
-- One part of a file that is being received for good; the same again takes its place.
insert into upload_files (import_id, part, bytes) values (%(import_id)s, %(part)s, %(bytes)s)
on conflict (import_id, part) do update set bytes = excluded.bytes;

-- name: keep_receipt
-- From here on the file is ours to see to: it is being read, by this process for so long.
update uploads set
    status = 'validating',
    request = %(request)s,
    held_until = clock_timestamp() + make_interval(secs => %(seconds)s),
    updated_at = clock_timestamp()
where import_id = %(import_id)s and user_id = %(user_id)s and status in ('receiving', 'validating');

-- name: hold_upload
-- A living process still sees to an upload.
update uploads set held_until = clock_timestamp() + make_interval(secs => %(seconds)s), updated_at = clock_timestamp()
where import_id = %(import_id)s and request is not null;

-- name: take_up_upload
-- Takes over one upload whose process died, the one that waits longest; no row: there is none.
update uploads u set
    held_until = clock_timestamp() + make_interval(secs => %(seconds)s),
    tries = tries + 1,
    updated_at = clock_timestamp()
where u.import_id = (
    select import_id from uploads
    where request is not null and held_until < clock_timestamp()
    order by held_until limit 1
    for update skip locked
)
returning u.import_id, u.user_id, u.request, u.tries;

-- name: kept_file_part
-- One part of a kept file; no row behind the last.
select bytes from upload_files where import_id = %(import_id)s and part = %(part)s;

-- name: let_go_of_upload
-- Accepted or refused: the file is not needed any more.
with gone as (delete from upload_files where import_id = %(import_id)s)
update uploads set request = null, held_until = null where import_id = %(import_id)s;
