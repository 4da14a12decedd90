-- name: user_for_update
-- A user as they stand, locked until the transaction ends.
select
    user_id, name, email, role, concurrent_calls_limit, timezone, default_country, allowed_countries,
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
    c.name, c.agent_id, c.next_action, c.settings, c.calls,
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

-- name: contacts_relied_on
-- Which of these are the user's contacts; none changes before the command is committed.
select contact_id from contacts
where contact_id = any(%(contact_ids)s) and user_id = %(user_id)s and removed_at is null
order by contact_id for share;

-- name: contacts_by_number
-- The user's contacts with these numbers, locked in the order in which every command locks contacts.
select contact_id, phone_number, name, email, company, notes, timezone, tags, variables
from contacts
where user_id = %(user_id)s and phone_number = any(%(numbers)s) and removed_at is null
order by contact_id for update;

-- name: in_campaign
-- Which of these contacts have a call in a campaign.
select contact_id from calls where contact_id = any(%(contact_ids)s) and campaign_id = %(campaign_id)s;

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

-- name: open_upload
-- A file that begins to arrive.
insert into uploads (import_id, user_id, status, file_name, created_at, updated_at)
values (%(import_id)s, %(user_id)s, 'receiving', %(file_name)s, %(at)s, %(at)s)
on conflict (import_id) do nothing;

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
-- An import as it stands, locked until the transaction ends.
select import_id, user_id, campaign_id, chunks, chunks_done, finished_at
from imports where import_id = %(import_id)s for update;

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
