-- Sessions of the console and links to sign in; and the log by who acted, for the audit.

alter table sessions
    add column session_id uuid not null,
    add column method text not null,
    add column last_seen_at timestamptz not null,
    add column source text,
    add column user_agent text,
    add constraint session_is_hashed_with_sha256 check (length(session_hash) = 64),
    add constraint method_is_known check (method in ('password', 'link'));
create unique index one_session_per_id on sessions (session_id);
comment on table sessions is 'who is signed in, by the SHA-256 of what their cookie holds; gone once ended';

create table sign_in_links (
    token_hash text primary key,
    link_id uuid not null,
    user_id uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint token_is_hashed_with_sha256 check (length(token_hash) = 64)
);
create index links_by_expiry on sign_in_links (expires_at);
comment on table sign_in_links is 'opens one session each, by the SHA-256 of the token in the link';

create index acts_in_order on events (position) where actor_id is not null;
create index acts_of_a_person on events (actor_id, position) where actor_id is not null;
create index acts_on_a_user on events (user_id, position) where actor_id is not null;
