-- Lookups by number are by number first. Where a user was unknown to the table's statistics, the planner took the index of
-- the user's list for as good as that of their numbers, and read the whole list for every number of a file.

drop index one_contact_per_number_of_a_user;
create unique index one_contact_per_number_of_a_user on contacts (phone_number, user_id) where removed_at is null;
drop index calls_of_a_number;
create index calls_of_a_number on calls (phone_number, user_id);
