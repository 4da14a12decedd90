-- name: drop_shadow
-- Removes what an earlier rebuild left.
drop schema if exists {shadow} cascade;

-- name: rows
-- A page of the live journal behind a number, in the order of commits.
select number, first, last, taken, unparked from {live}.journal
where number > %(after)s order by number limit %(limit)s;

-- name: recorded
-- Own events between two positions, in order.
select * from {live}.events where position between %(first)s and %(last)s order by position;

-- name: relations
-- The tables (r) and views (v) of a schema, in the order in which they were made.
select c.relname as name, c.relkind::text as kind
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = %(schema)s and c.relkind in ('r', 'v')
order by c.oid;

-- name: differing
-- Rows, as JSON, that one of two tables has more often than the other: `live` or `rebuilt` says which.
select side, row::text as row
from (
    select 'live' as side, one.row
    from (select to_jsonb(l) as row from {live} as l except all select to_jsonb(s) from {shadow} as s) as one
    union all
    select 'rebuilt' as side, two.row
    from (select to_jsonb(s) as row from {shadow} as s except all select to_jsonb(l) from {live} as l) as two
) as rows
order by row::text collate "C", side
limit %(limit)s;

-- name: lock_tables
-- Waits for those who use the tables, for less than the time after which PostgreSQL looks for a deadlock.
lock table {tables} in access exclusive mode;

-- name: wait_briefly
-- See lock_tables.
set local lock_timeout = '400ms';

-- name: wait_long
-- Once the tables are ours, whoever holds the head row only waits for its disk.
set local lock_timeout = '5s';

-- name: depose
-- Locks the log and deposes whoever leads: nothing of its memory is true of the new tables.
update {live}.head set fence = fence + 1, leader = null, lease_until = '-infinity';

-- name: owner_and_privileges
-- Who owns a table, and what others may do with it.
select
    pg_get_userbyid(c.relowner) as owner,
    coalesce(
        (
            select jsonb_agg(jsonb_build_object(
                'role', case acl.grantee when 0 then null else pg_get_userbyid(acl.grantee) end,
                'privilege', acl.privilege_type
            ))
            from aclexplode(c.relacl) as acl
            where acl.grantee <> c.relowner
        ),
        '[]'
    ) as privileges
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = %(schema)s and c.relname = %(name)s;

-- name: give_owner
-- The owner of the table that it takes the place of.
alter table {table} owner to {owner};

-- name: grant
-- A privilege on the table that it takes the place of.
grant {privilege} on {table} to {role};

-- name: grant_to_all
-- As grant, to every role.
grant {privilege} on {table} to public;

-- name: drop_tables
-- Refused where something outside depends on them: such a record would lose what it refers to.
drop table {tables};

-- name: drop_view
-- A view of live projections; the rebuilt one takes its place.
drop view {view};

-- name: move_table
-- Into the live schema, with its indexes, constraints and sequences.
alter table {table} set schema {live};

-- name: move_view
-- Into the live schema.
alter view {view} set schema {live};

-- name: functions
-- The functions of a schema, as `name(types)`.
select p.oid::regprocedure::text as signature
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname = %(schema)s;

-- name: drop_function
-- Refused where a rebuilt table depends on it: a default or a trigger that would be lost.
drop function {function};

-- name: drop_empty_schema
-- Refused where anything is left.
drop schema {shadow};
