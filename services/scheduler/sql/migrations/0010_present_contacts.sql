-- What is corrected of a contact reaches its calls that are out too, for what comes after; countries may be closed.

alter table users add column allowed_countries text[];
comment on column users.allowed_countries is 'ISO 3166; calls to other countries are skipped; null allows all';

alter table calls add column country text;
comment on column calls.country is 'of the number; null where it is not known, which hinders nothing';

create index calls_not_settled_by_contact on calls (contact_id) where status <> 'settled';
drop index calls_in_their_place_by_contact;
