-- Which placed calls nothing was heard of yet: those that Bolna may hold back.

alter table attempts add column heard boolean not null default true;
alter table attempts alter column heard set default false;
comment on column attempts.heard is 'the webhooks told of its call, or it was stopped while Bolna held it back';

create index attempts_placed_and_not_heard_of on attempts (attempt_id) where state = 'placed' and not heard;
