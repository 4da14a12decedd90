"""What the campaigns service says no to. A refusal's docstring is its message; it knows no status codes."""

import re
from dataclasses import dataclass
from typing import Any


class Refusal(Exception):
    """The request cannot be carried out as things stand."""

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__((type(self).__doc__ or "").strip().format(**values))

    @property
    def code(self) -> str:
        """Its name for programs: `NobodyToCall` is `nobody_to_call`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()


class Missing(Refusal):
    """There is no such thing, or it is somebody else's."""


class NoSuchUser(Missing):
    """There is no user {user_id}."""


class NoSuchAgent(Missing):
    """There is no agent {agent_id}; list yours with GET /api/agents."""


class NoSuchCampaign(Missing):
    """There is no campaign {campaign_id}; list yours with GET /api/campaigns."""


class NoSuchImport(Missing):
    """There is no import {import_id}."""


class NoSuchKey(Missing):
    """There is no API key {key_id}."""


class NoSuchSession(Missing):
    """There is no session {session_id}; it may have ended."""


class NoSuchContact(Missing):
    """There is no contact {contact_id}; list yours with GET /api/contacts."""


class ContactExists(Refusal):
    """The number belongs to your contact {contact_id}; change that one with PATCH /api/contacts/{contact_id}."""


class NobodyToCall(Refusal):
    """Campaign {campaign_id} has no contacts yet; add some, then start it."""


class NotStarted(Refusal):
    """Campaign {campaign_id} is a draft; start it first."""


class AlreadyFinished(Refusal):
    """Campaign {campaign_id} is {status}; make another one, for instance with duplicate."""


class NotFinished(Refusal):
    """Campaign {campaign_id} is {status}; cancel it before it is deleted."""


class ChangedMeanwhile(Refusal):
    """{what} was changed meanwhile: it is not what If-Match names; read it again and decide anew."""


class FixedOnceStarted(Refusal):
    """Campaign {campaign_id} has started: its start_date stays {start_date}; everything else may be changed."""


class CallsAreOut(Refusal):
    """Campaign {campaign_id} has {out} calls out with its agent; pause it, and change the agent when they are over."""


class StillImporting(Refusal):
    """Campaign {campaign_id} is being filled by an import; duplicate it when that is done."""


class UserIsSuspended(Refusal):
    """The user {user_id} is suspended; an administrator can lift that."""


class LastAdministrator(Refusal):
    """The user {user_id} is the last administrator; make somebody else one first."""


class EmailTaken(Refusal):
    """There is already a user with the e-mail address {email}."""


class BolnaAgentTaken(Refusal):
    """The Bolna agent {bolna_agent_id} is already registered; an agent of Bolna's belongs to one user."""


class AgentInUse(Refusal):
    """Agent {agent_id} is used by unfinished campaigns: {campaigns}; cancel them or give them another agent."""


class AgentIsRemoved(Refusal):
    """Agent {agent_id} was removed; register it again."""


class ImportTooLarge(Refusal):
    """Chunk {chunk} of import {import_id} has more than {most_rows} rows or {most_bytes} bytes; stage smaller ones."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One wrong field: a JSON pointer, a code for programs, a message for people, and the value that was given."""

    field: str
    code: str
    message: str
    value: Any = None


class WrongFields(Refusal):
    """{summary}"""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        self.problems = problems
        super().__init__(summary="; ".join(f"{problem.field}: {problem.message}" for problem in problems))
