"""Every command of the campaigns service, for its HTTP face: each is one small transaction.

Who asks was authenticated before; `user_id` is theirs, and what is not theirs does not exist for them. Refusals are of
`domain.refusals`. After a command that returns, nudge the leader (`shared.messaging.wake.nudge`).
"""

from services.campaigns.commands_accounts import (
    FirstStart,
    NewUser,
    RegisteredUser,
    UserChange,
    bootstrap,
    change_system_limit,
    register_user,
    update_user,
)
from services.campaigns.commands_agents import AgentChange, NewAgent, register_agent, remove_agent, update_agent
from services.campaigns.commands_campaigns import (
    MOST_CONTACTS,
    NewCampaign,
    add_contacts,
    cancel,
    create_campaign,
    pause,
    resume,
    start,
)
from services.campaigns.commands_changes import CampaignChange, change_campaign, delete
from services.campaigns.commands_contacts import add_contact, change_contact, remove_contact
from services.campaigns.commands_context import Context
from services.campaigns.commands_do_not_call import Blocked, block_numbers, unblock_number
from services.campaigns.commands_duplicates import duplicate
from services.campaigns.commands_imports import (
    Accepted,
    StagedImport,
    accept_import,
    fail_upload,
    open_upload,
    stage_chunk,
    stage_read_chunk,
    stage_rejects,
    validating_upload,
)
from services.campaigns.commands_keys import IssuedKey, hash_key, issue_key, revoke_key
from services.campaigns.commands_sessions import (
    Browser,
    IssuedLink,
    OpenedSession,
    end_session,
    issue_sign_in_link,
    open_session,
    open_session_by_link,
)
from services.campaigns.commands_test_calls import CallToTest, call_to_test
from services.campaigns.queueing_chunks import Added

__all__ = [
    "MOST_CONTACTS",
    "Accepted",
    "Added",
    "AgentChange",
    "Blocked",
    "Browser",
    "CallToTest",
    "CampaignChange",
    "Context",
    "FirstStart",
    "IssuedKey",
    "IssuedLink",
    "NewAgent",
    "NewCampaign",
    "NewUser",
    "OpenedSession",
    "RegisteredUser",
    "StagedImport",
    "UserChange",
    "accept_import",
    "add_contact",
    "add_contacts",
    "block_numbers",
    "bootstrap",
    "call_to_test",
    "cancel",
    "change_campaign",
    "change_contact",
    "change_system_limit",
    "create_campaign",
    "delete",
    "duplicate",
    "end_session",
    "fail_upload",
    "hash_key",
    "issue_key",
    "issue_sign_in_link",
    "open_session",
    "open_session_by_link",
    "open_upload",
    "pause",
    "register_agent",
    "register_user",
    "remove_agent",
    "remove_contact",
    "resume",
    "revoke_key",
    "stage_chunk",
    "stage_read_chunk",
    "stage_rejects",
    "start",
    "unblock_number",
    "update_agent",
    "update_user",
    "validating_upload",
]
