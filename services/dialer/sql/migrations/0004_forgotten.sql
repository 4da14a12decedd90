-- What a restore has forgotten: executions that Bolna was given behind the backup.

alter table account add column restored_epoch uuid, add column executions_since timestamptz;
comment on column account.restored_epoch is 'the history that began with the last restore of which dialling knows';
comment on column account.executions_since is 'executions at Bolna created since may be forgotten by that restore';

create table forgotten (
    execution_id text primary key,
    bolna_agent_id text not null,
    call_id uuid,
    phone_number text,
    created_at timestamptz
);
create index forgotten_by_call on forgotten (call_id) where call_id is not null;
create index forgotten_by_number on forgotten (phone_number) where call_id is null;
comment on table forgotten is 'projection: calls that Bolna was given and a restore has forgotten; the next request of the same call is answered with them';
