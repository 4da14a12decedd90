-- A step is told where its events stand, so that they can be published without being read back: behind which event, and
-- with which versions, in their order.

drop function commit_step(bigint, jsonb, boolean, jsonb, jsonb, jsonb);

-- Ends a step: checks the fence, moves the head, inserts events and journal, moves consumed positions.
-- A step that appended and took nothing is checked and leaves no trace.
-- Every refusal raises, so that a COMMIT sent along fails: CC001 fenced, CC002 position moved, CC003 stream moved.
create function commit_step(
    p_fence bigint, p_events jsonb, p_checked boolean, p_taken jsonb, p_parked jsonb, p_unparked jsonb
) returns table (epoch uuid, last_position bigint, previous_id uuid, versions integer[])
language plpgsql as $$
#variable_conflict use_column
declare
    appended integer := jsonb_array_length(p_events);
    before head%rowtype;
    recorded integer[] := '{}';
    one record;
begin
    select * into before from head for update;
    if p_fence is not null and before.fence <> p_fence then
        raise exception using errcode = 'CC001', message = 'another process leads this log';
    end if;
    if appended = 0 and jsonb_array_length(p_taken) = 0 and jsonb_array_length(p_unparked) = 0 then
        return query select before.epoch, before.position, before.event_id, recorded;
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
        with placed as (
            insert into events (
                position, event_id, previous_id, stream, version, type, user_id, at, size, data,
                correlation_id, causation_id, traceparent, actor_id, credential
            )
            select
                before.position + t.n,
                t.event_id,
                lag(t.event_id, 1, before.event_id) over (order by t.n),
                t.stream,
                coalesce(t.expected, (select max(e.version) from events e where e.stream = t.stream), 0) + t.nth,
                t.type, t.user_id, t.at, t.size, t.data, t.correlation_id, t.causation_id, t.traceparent,
                t.actor_id, t.credential
            from jsonb_to_recordset(p_events) as t (
                n integer, nth integer, event_id uuid, stream text, expected integer, type text, user_id uuid,
                at timestamptz, size integer, data jsonb, correlation_id uuid, causation_id uuid, traceparent text,
                actor_id uuid, credential text
            )
            returning position, version
        )
        select array_agg(version order by position) into recorded from placed;
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

    return query select before.epoch, before.position + appended, before.event_id, recorded;
end
$$;
