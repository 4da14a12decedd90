-- name: user_for_update
-- A user as they stand, locked until the transaction ends.
select
    user_id, name, email, role, concurrent_calls_limit, weight, timezone, default_country, allowed_countries,
    suspended_at is not null as suspended
from users where user_id = %(user_id)s for update;

-- name: user_relied_on
-- A user that a command relies on: neither suspended nor changed before it is committed.
select user_id, suspended_at is not null as suspended from users where user_id = %(user_id)s for share;

-- name: email_taken
-- Whether another user has an e-mail address, whatever its case.
select 1 as taken from users where lower(email) = lower(%(email)s) and user_id <> %(user_id)s;

-- name: first_administrator
-- The administrator who was first.
select user_id from users where role = 'admin' order by created_at, user_id limit 1;

-- name: system_limit
-- The system's limit, locked; no row before the first start.
select system_concurrent_calls_limit from settings for update;

-- name: agent_for_update
-- An agent as it stands, locked until the transaction ends.
select agent_id, user_id, name, bolna_agent_id, from_phone_numbers, removed_at, revision
from agents where agent_id = %(agent_id)s and user_id = %(user_id)s for update;

-- name: agent_relied_on
-- An agent that a command relies on: not removed before it is committed.
select agent_id from agents
where agent_id = %(agent_id)s and user_id = %(user_id)s and removed_at is null for share;

-- name: bolna_agent_taken
-- Whether an agent of Bolna's is registered by anybody.
select 1 as taken from agents
where bolna_agent_id = %(bolna_agent_id)s and removed_at is null and agent_id <> %(agent_id)s;

-- name: unfinished_campaigns_of_agent
-- Campaigns that still may call with an agent.
select campaign_id, name from call_campaigns
where agent_id = %(agent_id)s and status in ('draft', 'scheduled', 'active', 'paused') and deleted_at is null
order by campaign_id;

-- name: campaigns_calling_with_the_agent_of
-- The campaigns that call with the same agent as one of these, they themselves among them.
select distinct o.campaign_id
from call_campaigns c join call_campaigns o using (agent_id)
where c.campaign_id = any(%(campaign_ids)s) and o.status in ('scheduled', 'active') and o.deleted_at is null
order by o.campaign_id;

-- name: campaign_revision
-- Which revision of a campaign is the present one; asked for once its row is locked.
select revision from call_campaigns where campaign_id = %(campaign_id)s;

-- name: calls_out
-- How many calls of a campaign are on the line, or on their way to it.
select dialling + in_call as out from campaign_counters where campaign_id = %(campaign_id)s;

-- name: campaign_to_duplicate
-- A campaign of the user's as another is to be made like it; test calls are not.
select
    c.name, c.agent_id, c.next_action, c.settings, c.calls, c.chunks,
    exists (select from imports i where i.campaign_id = c.campaign_id and i.finished_at is null) as importing
from call_campaigns c
where c.campaign_id = %(campaign_id)s and c.user_id = %(user_id)s and c.deleted_at is null and not c.hidden;

-- name: contacts_to_duplicate
-- The contacts of a campaign that are not removed, in the order of their calls; none changes before the command is
-- committed. They are locked in the order in which every command locks contacts.
with kept as (
    select k.contact_id from contacts k
    where k.removed_at is null
        and k.contact_id in (select c.contact_id from calls c where c.campaign_id = %(campaign_id)s)
    order by k.contact_id for share
)
select contact_id from kept join calls c using (contact_id)
where c.campaign_id = %(campaign_id)s order by c.chunk, c.place;

-- name: stage_contacts
-- The contacts of some chunks of a campaign that are not removed, as chunks of an import: their ids, as JSON.
with copied as (
    select n as chunk, coalesce(jsonb_agg(k.contact_id order by c.place) filter (where k.contact_id is not null), '[]')
        as contacts
    from generate_series(%(first)s::integer, %(last)s::integer) as n
    left join calls c on c.campaign_id = %(campaign_id)s and c.chunk = n
    left join contacts k on k.contact_id = c.contact_id and k.removed_at is null
    group by n
)
insert into import_chunks (import_id, chunk, rows)
select %(import_id)s, chunk, contacts::text from copied
on conflict (import_id, chunk) do update set rows = excluded.rows
returning jsonb_array_length(rows::jsonb) as contacts;

-- name: contacts_relied_on
-- Which of these are the user's contacts, and whether their country is closed to the user; none changes before the
-- command is committed.
select
    k.contact_id, k.country,
    coalesce(k.country <> all((select u.allowed_countries from users u where u.user_id = k.user_id)::text[]), false)
        as closed
from contacts k
where k.contact_id = any(%(contact_ids)s) and k.user_id = %(user_id)s and k.removed_at is null
order by k.contact_id for share of k;

-- name: contacts_by_number
-- The user's contacts with these numbers (comma-separated), locked in the order in which every command locks contacts.
-- Looked up one by one (lateral), by the number alone (what is cast to text is compared, not looked up), whatever is known
-- of tables that grow by a million rows in a minute: a user that they do not know yet seems to have no rows at all.
with named as materialized (
    select c.contact_id
    from unnest(string_to_array(%(numbers)s, ',')) as n (number)
    cross join lateral (
        select contact_id from contacts
        where phone_number = n.number and user_id::text = %(user_id)s::text and removed_at is null offset 0
    ) as c
    order by c.contact_id
)
select k.*
from named n
cross join lateral (
    select contact_id, phone_number, name, email, company, notes, timezone, tags, variables
    from contacts where contact_id = n.contact_id and removed_at is null for update
) as k;

-- name: contact_for_update
-- A contact of the user's as it stands, locked until the transaction ends.
select
    contact_id, user_id, phone_number, zones, country, name, email, company, notes, timezone, tags, variables, answered,
    unconnected, revision, removed_at
from contacts where contact_id = %(contact_id)s and user_id = %(user_id)s for update;

-- name: contacts_in_the_queue
-- Of these contacts those with a call that is not settled, as they stand. They are locked already.
select
    k.contact_id, k.user_id, k.phone_number, k.zones, k.country, k.name, k.email, k.company, k.notes, k.timezone, k.tags,
    k.variables, k.answered, k.unconnected
from contacts k
where k.contact_id = any(%(contact_ids)s)
    and exists (select from calls c where c.contact_id = k.contact_id and c.status <> 'settled')
order by k.contact_id;

-- name: holder_of_number
-- Which contact of the user's has a number; one made meanwhile is kept out by one_contact_per_number_of_a_user.
select contact_id from contacts
where phone_number = %(phone_number)s and user_id::text = %(user_id)s::text and removed_at is null;

-- name: blocked_among
-- Which of these numbers are on a do-not-call list.
select phone_number from do_not_call
where phone_number = any(%(numbers)s) and scope || user_id::text = %(scope)s || %(user_id)s::text;

-- name: settled_calls
-- Calls that are settled, with the trace of the request that had each queued.
select c.call_id, c.campaign_id, c.user_id, c.queued_at, c.settled_at, c.outcome, c.attempts, q.traceparent
from calls c
left join lateral (
    select traceparent from events
    where stream = 'campaign-' || c.campaign_id and type = 'ContactsQueued' and (data ->> 'chunk')::integer = c.chunk
    limit 1
) as q on true
where c.call_id = any(%(calls)s) and c.settled_at is not null;

-- name: in_campaign
-- Which of these contacts have a call in a campaign, or a number that has one: of a contact that was removed, or had
-- another number since. A call that was skipped before it was ever placed is none of the number's. The number of a
-- contact that is about to be made is given. Looked up by contact or number alone, as in contacts_by_number.
select a.contact_id
from unnest(%(contact_ids)s::uuid[], %(numbers)s::text[]) as a (contact_id, number)
left join lateral (
    select phone_number from contacts where a.number is null and contact_id = a.contact_id offset 0
) as k on true
cross join lateral (
    (
        select 1 from calls c
        where c.contact_id = a.contact_id and c.campaign_id::text = %(campaign_id)s::text limit 1
    )
    union all
    (
        select 1 from calls c
        where c.phone_number = coalesce(a.number, k.phone_number) and c.user_id::text = %(user_id)s::text
            and c.campaign_id::text = %(campaign_id)s::text
            and (c.status <> 'settled' or c.outcome <> 'skipped' or c.attempts > 0)
        limit 1
    )
    limit 1
) as found;

-- name: add_key
-- A key as it is kept: hashed.
insert into api_keys (key_id, user_id, name, key_hash, prefix, read_only, created_at, expires_at)
values (%(key_id)s, %(user_id)s, %(name)s, %(key_hash)s, %(prefix)s, %(read_only)s, %(at)s, %(expires_at)s);

-- name: key_for_update
-- A key of the user's, locked.
select key_id, revoked_at from api_keys where key_id = %(key_id)s and user_id = %(user_id)s for update;

-- name: key_with_hash
-- Whether a key is known.
select key_id from api_keys where key_hash = %(key_hash)s;

-- name: keys_with_name
-- A user's keys of a name that are not revoked.
select key_id from api_keys where user_id = %(user_id)s and name = %(name)s and revoked_at is null;

-- name: revoke_key
-- A key that opens nothing any more.
update api_keys set revoked_at = %(at)s where key_id = %(key_id)s;

-- name: put_password
-- A password as it is kept: hashed.
insert into passwords (user_id, password_hash, changed_at) values (%(user_id)s, %(password_hash)s, %(at)s)
on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at;

-- name: password_of
-- A user's password as it is kept.
select password_hash from passwords where user_id = %(user_id)s for share;

-- name: administrators_for_update
-- Administrators who may come in, locked: nobody of them is demoted or suspended before this is committed.
select user_id from users where role = 'admin' and suspended_at is null order by user_id for update;

-- name: add_session
-- A session as it is kept: hashed.
insert into sessions (
    session_hash, session_id, user_id, method, created_at, last_seen_at, expires_at, source, user_agent
) values (
    %(session_hash)s, %(session_id)s, %(user_id)s, %(method)s, %(at)s, %(at)s, %(expires_at)s, %(source)s,
    %(user_agent)s
);

-- name: end_session
-- A session that opens nothing any more.
delete from sessions where session_id = %(session_id)s and user_id = %(user_id)s returning session_id;

-- name: end_sessions
-- Nobody is signed in as this user any more, but in one session that may stay.
delete from sessions where user_id = %(user_id)s and session_id is distinct from %(staying)s::uuid;

-- name: drop_links
-- Links that were not used sign nobody in any more.
delete from sign_in_links where user_id = %(user_id)s and used_at is null;

-- name: add_link
-- A link to sign in, as it is kept: hashed.
insert into sign_in_links (token_hash, link_id, user_id, created_at, expires_at)
values (%(token_hash)s, %(link_id)s, %(user_id)s, %(at)s, %(expires_at)s);

-- name: link
-- Whose a link is, good or not.
select user_id from sign_in_links where token_hash = %(token_hash)s;

-- name: use_link
-- Uses a link up, if it is good.
update sign_in_links set used_at = %(at)s
where token_hash = %(token_hash)s and used_at is null and expires_at > %(at)s
returning user_id;

-- name: open_upload
-- A file that begins to arrive; one that was given up is taken up again.
insert into uploads (import_id, user_id, status, file_name, created_at, updated_at)
values (%(import_id)s, %(user_id)s, 'receiving', %(file_name)s, %(at)s, %(at)s)
on conflict (import_id) do update set status = 'receiving', failure = null, updated_at = excluded.updated_at
where uploads.status = 'failed' and uploads.user_id = excluded.user_id;

-- name: upload_for_update
-- An upload of the user's, locked.
select status from uploads where import_id = %(import_id)s and user_id = %(user_id)s for update;

-- name: put_upload
-- How far an upload has come, and what was found in it.
update uploads set
    status = %(status)s,
    failure = coalesce(%(failure)s, failure),
    problems = coalesce(%(problems)s, problems),
    warnings = coalesce(%(warnings)s, warnings),
    updated_at = %(at)s
where import_id = %(import_id)s;

-- name: put_arriving_chunk
-- As put_chunk, of an upload of the user's that is not accepted yet; no row: it is, or was never begun.
insert into import_chunks (import_id, chunk, rows)
select import_id, %(chunk)s, %(rows)s
from (
    select import_id from uploads
    where import_id = %(import_id)s and user_id = %(user_id)s and status in ('receiving', 'validating') for update
) as arriving
on conflict (import_id, chunk) do update set rows = excluded.rows;

-- name: put_chunk
-- One chunk of an upload; the same again takes its place.
insert into import_chunks (import_id, chunk, rows) values (%(import_id)s, %(chunk)s, %(rows)s)
on conflict (import_id, chunk) do update set rows = excluded.rows;

-- name: drop_chunks
-- Forgets what was staged of an upload.
delete from import_chunks where import_id = %(import_id)s;

-- name: drop_chunk
-- Forgets a chunk that is queued.
delete from import_chunks where import_id = %(import_id)s and chunk = %(chunk)s;

-- name: put_rejects
-- One part of the file of rejected rows.
insert into upload_rejects (import_id, part, csv) values (%(import_id)s, %(part)s, %(csv)s)
on conflict (import_id, part) do update set csv = excluded.csv;

-- name: staged_chunks
-- How many chunks of an upload are staged without a gap from the first.
select count(*) as chunks from import_chunks where import_id = %(import_id)s and chunk <= %(chunks)s;

-- name: import_for_update
-- An import as it stands, locked until the transaction ends; and the event that accepted it, of which all else follows.
select i.import_id, i.user_id, i.campaign_id, i.chunks, i.chunks_done, i.finished_at,
    e.event_id as accepted_by, e.correlation_id, e.traceparent
from imports i left join events e on e.stream = 'import-' || i.import_id and e.version = 1
where i.import_id = %(import_id)s for update of i;

-- name: staged_rows
-- The rows of a chunk that is not queued yet.
select rows from import_chunks where import_id = %(import_id)s and chunk = %(chunk)s;

-- name: next_imports
-- Of each user with something to queue, the import that was accepted first.
select distinct on (user_id) user_id, import_id
from imports where finished_at is null and import_id <> all(%(set_aside)s)
order by user_id, accepted_at, import_id;

-- name: still_closing
-- Campaigns of which a further slice of calls is to be settled.
select c.campaign_id, p.user_id
from closing_campaigns c join call_campaigns p using (campaign_id)
where not c.finished order by c.campaign_id;

-- name: drained_campaigns
-- Which of these campaigns have been told drained and are not finished.
select campaign_id from call_campaigns
where campaign_id = any(%(campaign_ids)s) and drained is not null and status in ('scheduled', 'active', 'paused')
order by campaign_id;
