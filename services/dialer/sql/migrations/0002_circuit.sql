-- Whether anything can be dialled for the account, and what Bolna allows it.

create table account (
    the_only boolean primary key default true constraint one_account check (the_only),
    phase text not null default 'going_on'
        constraint phase_is_known check (phase in ('going_on', 'stopped', 'on_trial')),
    since timestamptz,
    trouble text,
    strikes integer not null default 0,
    concurrency_limit integer
);
comment on table account is 'projection: the circuit breaker, and the concurrency that Bolna last told it allows';
comment on column account.strikes is 'how often in a row dialling was stopped; the wait doubles with each';

insert into account default values;
