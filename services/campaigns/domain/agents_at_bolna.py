"""Agents as Bolna has them beside those registered here: which are whose, and what is to be seen to."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.campaigns.domain.refusals import Refusal

MESSAGES = {
    "auto_retry": "Bolna repeats calls that failed, at times of its own: switch it off at Bolna",
    "auto_reschedule": "Bolna calls back when the person asks for it, at times of its own: switch it off at Bolna",
    "calling_guardrails": "Bolna holds calls until its own calling hours, then dials: switch it off at Bolna",
    "webhook_elsewhere": "Its webhooks go somewhere else, or nowhere: connect the agent",
    "gone_from_bolna": "Bolna has no such agent (any more): name another, or delete it",
    "number_not_owned": "It calls from a number that the account at Bolna does not have",
    "settings_unread": "Its settings could not be read now: sync again",
}
"""Every warning by its code. The first three would dial on their own (design.md section 5)."""


class AgentMissing(Refusal):
    """Bolna has no agent {bolna_agent_id}, or it is another account's; name one that it has (bolna_agent_id)."""


class WebhookRefused(Refusal):
    """Bolna does not take our webhook address for agent {bolna_agent_id}: {reason}."""


class PublicUrlMissing(Refusal):
    """Bolna cannot be told where to reach us: an administrator has to set PUBLIC_URL."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An agent as Bolna has it. `dials_on_its_own`: codes of settings that would; None: they could not be read."""

    bolna_agent_id: str
    name: str | None
    webhook_url: str | None
    dials_on_its_own: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Registered:
    """An agent as it is registered here, and whose it is."""

    agent_id: UUID
    user_id: UUID
    user_name: str
    name: str
    bolna_agent_id: str
    from_phone_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One agent, seen at Bolna or registered here or both, with the codes of what is to be seen to."""

    seen: Seen | None
    registered: Registered | None
    warnings: tuple[str, ...]


def compared(
    seen: Sequence[Seen],
    registered: Sequence[Registered],
    *,
    own_numbers: Collection[str] | None,
    webhook_urls: Collection[str],
) -> list[Compared]:
    """Return every agent once: Bolna's in its order, then those that it does not have.

    `own_numbers` are the account's numbers, None where they could not be read; `webhook_urls` are ours.
    """
    ours = {one.bolna_agent_id: one for one in registered}
    found = {one.bolna_agent_id for one in seen}
    pairs: list[tuple[Seen | None, Registered | None]] = [(one, ours.get(one.bolna_agent_id)) for one in seen]
    pairs += [(None, one) for one in registered if one.bolna_agent_id not in found]
    return [Compared(*pair, tuple(_warnings(*pair, own_numbers, webhook_urls))) for pair in pairs]


def _warnings(
    seen: Seen | None, registered: Registered | None, own_numbers: Collection[str] | None, webhook_urls: Collection[str]
) -> Iterator[str]:
    if seen is None:
        yield "gone_from_bolna"
        return
    if seen.dials_on_its_own is None:
        yield "settings_unread"
    yield from seen.dials_on_its_own or ()
    if registered is None:
        return
    if seen.dials_on_its_own is not None and seen.webhook_url not in webhook_urls:
        yield "webhook_elsewhere"
    if own_numbers is not None and any(number not in own_numbers for number in registered.from_phone_numbers):
        yield "number_not_owned"
