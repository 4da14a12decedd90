"""What is asked of Bolna for a person who waits, and what is answered when it does not answer."""

import asyncio
from collections.abc import Sequence
from urllib.parse import quote

from services.campaigns.domain.agents_at_bolna import (
    AgentMissing,
    Compared,
    PublicUrlMissing,
    Registered,
    Seen,
    WebhookRefused,
    compared,
)
from services.campaigns.http.parts import Parts
from services.campaigns.http.problems import Problem
from services.campaigns.settings import CampaignsSettings
from shared.bolna import provider
from shared.bolna.agents import Agent

KEY_REJECTED = frozenset({401, 403})
READ_ONE_BY_ONE = 200
"""So many agents' settings at most are read in one synchronisation; the registered ones first."""
AT_ONCE = 10
WEBHOOK_PATH = "/api/webhooks/bolna"
HIDDEN = "***"
AGAIN_SECONDS = 5


def webhook_urls(settings: CampaignsSettings) -> list[str]:
    """Return the addresses at which Bolna reaches us, the newest secret's first. Raises PublicUrlMissing."""
    if settings.public_url is None:
        raise PublicUrlMissing
    base = settings.public_url.rstrip("/") + WEBHOOK_PATH
    return [f"{base}/{quote(secret.get_secret_value(), safe='')}" for secret in settings.webhook_secrets]


def shown_webhook_url(settings: CampaignsSettings) -> str:
    """Return that address without its secret."""
    return (settings.public_url or "").rstrip("/") + f"{WEBHOOK_PATH}/{HIDDEN}"


async def connect(parts: Parts, bolna_agent_id: str) -> Compared:
    """Have an agent send its webhooks to us; return it as Bolna then has it.

    Raises PublicUrlMissing, AgentMissing, WebhookRefused, and Problem provider_away or provider_rejects_key.
    """
    urls = webhook_urls(parts.settings)
    match await parts.bolna.set_webhook(bolna_agent_id, urls[0]):
        case provider.WebhookSet():
            pass
        case provider.WebhookRefused(reason=reason):
            raise WebhookRefused(bolna_agent_id=bolna_agent_id, reason=_without_secrets(parts, reason))
        case provider.NotFound():
            raise AgentMissing(bolna_agent_id=bolna_agent_id)
        case provider.Unavailable() as away:
            raise away_problem(away)
    found = await parts.bolna.agent(bolna_agent_id)
    seen = _seen(found) if isinstance(found, Agent) else Seen(bolna_agent_id, None, None, None)
    return compared([seen], [], own_numbers=None, webhook_urls=urls)[0]


async def synchronised(
    parts: Parts, registered: Sequence[Registered]
) -> tuple[list[Compared], tuple[str, ...] | None, int]:
    """Return all agents compared, the account's numbers (None: unread), and how many rows were no agents.

    Raises Problem provider_away or provider_rejects_key, and PublicUrlMissing.
    """
    urls = webhook_urls(parts.settings)
    listed, numbers = await asyncio.gather(parts.bolna.agents(), parts.bolna.phone_numbers())
    if isinstance(listed, provider.Unavailable):
        raise away_problem(listed)
    own = tuple(map(_e164, numbers.numbers)) if isinstance(numbers, provider.OwnNumbers) else None
    ours = {one.bolna_agent_id for one in registered}
    in_order = sorted(listed.agents, key=lambda agent: agent.id not in ours)
    read = await _read_settings(parts, [agent.id for agent in in_order[:READ_ONE_BY_ONE]])
    seen = [_seen(read[agent.id]) if agent.id in read else _unread(agent) for agent in listed.agents]
    return compared(seen, registered, own_numbers=own, webhook_urls=urls), own, listed.unreadable


async def _read_settings(parts: Parts, bolna_agent_ids: Sequence[str]) -> dict[str, Agent]:
    """The agents with all their settings, which Bolna's list may not tell; those that could be read."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def read(bolna_agent_id: str) -> Agent | None:
        async with gate:
            found = await parts.bolna.agent(bolna_agent_id)
        return found if isinstance(found, Agent) else None

    found = await asyncio.gather(*map(read, bolna_agent_ids))
    return {agent.id: agent for agent in found if agent is not None}


def _e164(number: str) -> str:
    """The + that Bolna may leave out, put back."""
    return "+" + number.removeprefix("+")


def _seen(agent: Agent) -> Seen:
    return Seen(agent.id, agent.name, agent.webhook_url, tuple(map(str, agent.dials_on_its_own)))


def _unread(agent: Agent) -> Seen:
    return Seen(agent.id, agent.name, agent.webhook_url, None)


def away_problem(away: provider.Unavailable) -> Problem:
    """Return the 503 of a Bolna that does not answer, or that rejects our key."""
    if away.status in KEY_REJECTED:
        detail = "Bolna rejects our API key: an administrator has to set another BOLNA_API_KEY"
        return Problem("provider_rejects_key", detail, headers={"Retry-After": "60"})
    seconds = max(1, round(away.retry_after or AGAIN_SECONDS))
    return Problem(
        "provider_away", "Bolna gave no answer that says anything; ask again", headers={"Retry-After": str(seconds)}
    )


def _without_secrets(parts: Parts, words: str) -> str:
    for secret in parts.settings.webhook_secrets:
        for written in (secret.get_secret_value(), quote(secret.get_secret_value(), safe="")):
            words = words.replace(written, HIDDEN)
    return words
