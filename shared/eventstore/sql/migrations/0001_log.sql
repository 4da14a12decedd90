-- A service's log and what belongs to it. Applied to each service's own schema: names are unqualified.

create table head (
    the_only boolean primary key default true constraint one_head_per_log check (the_only),
    epoch uuid not null default gen_random_uuid(),
    position bigint not null default 0,
    event_id uuid,
    journal bigint not null default 0,
    fence bigint not null default 0,
    leader text,
    lease_until timestamptz not null default '-infinity',
    system_identifier text not null default (pg_control_system()).system_identifier::text,
    timeline integer not null default (pg_control_checkpoint()).timeline_id
) with (fillfactor = 10);
comment on table head is 'the end of the log, updated last in every transaction: commits are ordered and leave no gap; its fence column is what an old leader fails at';

insert into head default values;

create table events (
    position bigint primary key,
    event_id uuid not null,
    previous_id uuid,
    stream text not null,
    version integer not null,
    type text not null,
    user_id uuid,
    at timestamptz not null,
    size integer not null,
    data jsonb not null,
    correlation_id uuid,
    causation_id uuid,
    traceparent text,
    constraint stream_version_recorded_once unique (stream, version)
);

create table consumed (
    source text primary key,
    epoch uuid not null,
    position bigint not null,
    event_id uuid
) with (fillfactor = 50);
comment on table consumed is 'how far each source was applied, moved by compare-and-set in the transaction of the effect';

create table parked (
    source text not null,
    position bigint not null,
    stream text not null,
    envelope jsonb not null,
    error text not null,
    at timestamptz not null,
    primary key (source, position)
);
comment on table parked is 'messages that failed by their content, and those of the same stream that wait behind them';

create table journal (
    number bigint primary key,
    first bigint not null,
    last bigint not null,
    taken jsonb not null,
    unparked jsonb not null
);
comment on table journal is 'what each transaction appended and took in, in the order of commits: a rebuild follows it';

create table relay (
    the_only boolean primary key default true constraint one_checkpoint_per_log check (the_only),
    position bigint not null default 0
) with (fillfactor = 50);
insert into relay default values;

-- Ends a step: checks the fence, moves the head, inserts events and journal, moves consumed positions.
-- A step that appended and took nothing is checked and leaves no trace.
-- Every refusal raises, so that a COMMIT sent along fails: CC001 fenced, CC002 position moved, CC003 stream moved.
create function commit_step(
    p_fence bigint, p_events jsonb, p_checked boolean, p_taken jsonb, p_parked jsonb, p_unparked jsonb
) returns table (epoch uuid, last_position bigint)
language plpgsql as $$
#variable_conflict use_column
declare
    appended integer := jsonb_array_length(p_events);
    before head%rowtype;
    one record;
begin
    select * into before from head for update;
    if p_fence is not null and before.fence <> p_fence then
        raise exception using errcode = 'CC001', message = 'another process leads this log';
    end if;
    if appended = 0 and jsonb_array_length(p_taken) = 0 and jsonb_array_length(p_unparked) = 0 then
        return query select before.epoch, before.position;
        return;
    end if;
    update head h set
        position = before.position + appended,
        journal = before.journal + 1,
        event_id = case when appended > 0 then (p_events -> (appended - 1) ->> 'event_id')::uuid else before.event_id end;

    if p_checked then
        select i.stream into one
        from (
            select stream, min(expected) as expected
            from jsonb_to_recordset(p_events) as t (stream text, expected integer)
            where expected is not null
            group by stream
        ) as i
        where i.expected <> coalesce((select max(e.version) from events e where e.stream = i.stream), 0)
        limit 1;
        if found then
            raise exception using errcode = 'CC003', message = 'stream ' || one.stream || ' has moved';
        end if;
    end if;

    if appended > 0 then
        insert into events (
            position, event_id, previous_id, stream, version, type, user_id, at, size, data,
            correlation_id, causation_id, traceparent
        )
        select
            before.position + t.n,
            t.event_id,
            lag(t.event_id, 1, before.event_id) over (order by t.n),
            t.stream,
            coalesce(t.expected, (select max(e.version) from events e where e.stream = t.stream), 0) + t.nth,
            t.type, t.user_id, t.at, t.size, t.data, t.correlation_id, t.causation_id, t.traceparent
        from jsonb_to_recordset(p_events) as t (
            n integer, nth integer, event_id uuid, stream text, expected integer, type text, user_id uuid,
            at timestamptz, size integer, data jsonb, correlation_id uuid, causation_id uuid, traceparent text
        );
    end if;

    for one in
        select * from jsonb_to_recordset(p_taken) as t (source text, epoch uuid, first bigint, last bigint, event_id uuid)
    loop
        if one.first = 1 then
            insert into consumed as c (source, epoch, position, event_id)
            values (one.source, one.epoch, one.last, one.event_id)
            on conflict (source) do nothing;
        else
            update consumed c set position = one.last, event_id = one.event_id
            where c.source = one.source and c.epoch = one.epoch and c.position = one.first - 1;
        end if;
        if not found then
            raise exception using errcode = 'CC002',
                message = 'position of ' || one.source || ' is not ' || (one.first - 1)::text;
        end if;
    end loop;

    insert into parked (source, position, stream, envelope, error, at)
    select t.source, t.position, t.stream, t.envelope, t.error, t.at
    from jsonb_to_recordset(p_parked)
        as t (source text, position bigint, stream text, envelope jsonb, error text, at timestamptz);

    for one in select * from jsonb_to_recordset(p_unparked) as t (source text, position bigint) loop
        delete from parked p where p.source = one.source and p.position = one.position;
        if not found then
            raise exception using errcode = 'CC002', message = 'nothing is parked at ' || one.position::text;
        end if;
    end loop;

    insert into journal (number, first, last, taken, unparked)
    values (before.journal + 1, before.position + 1, before.position + appended, p_taken, p_unparked);

    return query select before.epoch, before.position + appended;
end
$$;
