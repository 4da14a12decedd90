-- Contacts that are kept by hand, what earlier calls say of them, and the do-not-call lists.

alter table contacts
    add column country text,
    add column revision integer not null default 1,
    add column answered integer not null default 0,
    add column unconnected integer not null default 0;
comment on column contacts.country is 'ISO 3166, of the number; null where it came before this was kept';
comment on column contacts.answered is 'calls of campaigns that were answered, as the scheduler settled them';
comment on column contacts.unconnected is 'calls of campaigns that ended no-answer, busy or failed';

alter table contacts drop column priority;
alter table contacts add column priority integer not null generated always as (
    case when name is null then 0 else 100 end
    + case when email is null then 0 else 10 end
    + case when company is null then 0 else 10 end
    + greatest(-40, least(20, 5 * answered - 10 * unconnected))
) stored;
comment on column contacts.priority is 'as domain.priority reckons it';

create table do_not_call (
    scope text not null,
    user_id uuid not null,
    phone_number text not null,
    reason text,
    entry_id uuid not null,
    created_at timestamptz not null,
    primary key (phone_number, scope, user_id),
    constraint block_scope_is_known check (scope in ('user', 'system'))
);
comment on column do_not_call.user_id is 'all zeroes where the scope is the system';
comment on column do_not_call.entry_id is 'of the event that made the entry: what a page of the list ends with';
create index do_not_call_list_newest_first on do_not_call (scope, user_id, created_at desc, entry_id desc);
