-- The live feed: what listeners are told of, in order, for a day. A record beside the log.

create table feed (
    position bigint generated always as identity primary key,
    kind text not null constraint feed_kind_is_known check (kind in ('campaign', 'call', 'slots', 'import')),
    user_id uuid not null,
    campaign_id uuid,
    data jsonb,
    at timestamptz not null default clock_timestamp()
);
comment on table feed is 'record: what is told live, written by the leader alone, whose fence orders its commits: a position that can be read has none below it that will come later';
comment on column feed.data is 'as it stood then; of slots nothing, for they are told as they stand when they are told';
create index feed_of_a_user on feed (user_id, position);

create table feed_state (
    the_only boolean primary key default true constraint one_state_of_the_feed check (the_only),
    log_position bigint not null,
    swept bigint not null default 0
) with (fillfactor = 10);
comment on column feed_state.log_position is 'the own log is told of up to here';
comment on column feed_state.swept is 'what stood up to here is gone: who asks for what followed it is told to begin anew';
insert into feed_state (log_position) select position from head;
