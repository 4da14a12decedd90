-- Some users may have more turns than others.

alter table users add column weight integer not null default 1
    constraint weight_is_positive check (weight >= 1);
comment on column users.weight is 'turns for each that a user with 1 has, while both have work';
