"""Asking a service's leader over NATS, as the services ask each other."""

import asyncio
from typing import TypeVar

from pydantic import BaseModel

from callctl.reaching import CannotReach
from shared.contracts.vocabulary import Service
from shared.messaging.ask import Asker, Refused, Unanswered
from shared.messaging.connection import CredentialsRejected, connect

A = TypeVar("A", bound=BaseModel)

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0


class NobodyAnswers(CannotReach):
    """The question has no answer; the text says why and what to do."""


class Declined(Exception):
    """A service answered that it will not; the text says why."""


def ask(nats_url: str, service: Service, question: str, request: BaseModel, answer: type[A]) -> A:
    """Return the answer of a service's leader; raises `NobodyAnswers`, or `Declined`."""
    try:
        return asyncio.run(_ask(nats_url, service, question, request, answer))
    except TimeoutError:
        raise NobodyAnswers(f"NATS was not reached within {CONNECT_SECONDS:.0f} s: see `callctl status`.") from None
    except (CredentialsRejected, ValueError) as error:
        raise NobodyAnswers(str(error)) from None
    except Unanswered as error:
        raise NobodyAnswers(f"The {service.value} does not answer ({error}): see `callctl status`.") from None
    except Refused as error:
        raise Declined(f"The {service.value} refused: {error.trouble.message}.") from None


async def _ask(nats_url: str, service: Service, question: str, request: BaseModel, answer: type[A]) -> A:
    async with asyncio.timeout(CONNECT_SECONDS) as connecting, connect(nats_url, name="callctl") as messaging:
        connecting.reschedule(None)
        return await Asker(messaging).ask(service, question, request, answer, timeout=ANSWER_SECONDS)
